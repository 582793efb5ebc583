using System.Buffers.Text;
using System.Security.Cryptography;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Secrets;

namespace Ticketing.Infrastructure.Organizations.Followers;

/// <summary>
/// The secret of the link that stops the mails to a follower, without a sign-in: the account's id and an HMAC-SHA256 over it. It allows
/// nothing else and does not expire, since old mails must be stoppable.
/// </summary>
public sealed class FollowerTokens(SharedSecrets secrets)
{
    private const string Purpose = "follower-mails";
    private const int IdBytes = 16;
    private const int SignatureBytes = 16;

    public async Task<string> WriteAsync(UserId user, CancellationToken cancellationToken)
    {
        var key = await secrets.GetAsync(Purpose, cancellationToken);
        var token = new byte[IdBytes + SignatureBytes];
        user.Value.TryWriteBytes(token);
        HMACSHA256.HashData(key, token.AsSpan(0, IdBytes)).AsSpan(0, SignatureBytes).CopyTo(token.AsSpan(IdBytes));
        return Base64Url.EncodeToString(token);
    }

    /// <summary>The account; null: the token is not one of this site.</summary>
    public async Task<UserId?> ReadAsync(string? token, CancellationToken cancellationToken)
    {
        if (token is null || token.Length != Base64Url.GetEncodedLength(IdBytes + SignatureBytes) || !Base64Url.IsValid(token))
        {
            return null;
        }

        var bytes = Base64Url.DecodeFromChars(token);
        if (bytes.Length != IdBytes + SignatureBytes)
        {
            return null;
        }

        var key = await secrets.GetAsync(Purpose, cancellationToken);
        var signature = HMACSHA256.HashData(key, bytes.AsSpan(0, IdBytes)).AsSpan(0, SignatureBytes);
        return CryptographicOperations.FixedTimeEquals(signature, bytes.AsSpan(IdBytes)) ? new UserId(new Guid(bytes.AsSpan(0, IdBytes))) : null;
    }
}
