using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Secrets;

namespace Ticketing.Infrastructure.Ordering;

/// <summary>
/// The tokens that open orders without an account. Derived from a shared key (HMAC-SHA256 over the order's id and its token's version), so
/// that mails can be written again, and the database does not contain them. Of orders from before, it has the hashes of random tokens,
/// which stay valid in links that were sent.
/// </summary>
public sealed class OrderTokens(SharedSecrets secrets)
{
    private const int TokenBytes = 24;
    private const int OrderIdBytes = 16;

    /// <summary>The token for links and API answers.</summary>
    public async ValueTask<string> OfAsync(Order order, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        var content = new byte[OrderIdBytes + sizeof(int)];
        order.Id.Value.TryWriteBytes(content, bigEndian: true, out _);
        BinaryPrimitives.WriteInt32BigEndian(content.AsSpan(OrderIdBytes), order.TokenVersion);
        var key = await secrets.GetAsync("order-tokens", cancellationToken);
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, content).AsSpan(0, TokenBytes));
    }

    /// <summary>Whether <paramref name="token"/> opens the order.</summary>
    public async ValueTask<bool> IsOfAsync(string token, Order order, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        var (shown, expected) = (Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(await OfAsync(order, cancellationToken)));
        return CryptographicOperations.FixedTimeEquals(shown, expected)
            || (order is { TokenVersion: 0, FormerTokenHash: { } former } && CryptographicOperations.FixedTimeEquals(SHA256.HashData(shown), former));
    }
}
