using System.Buffers.Text;
using System.Security.Cryptography;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Secrets;

namespace Ticketing.Infrastructure.Inventory.Holds;

/// <summary>
/// Secrets of holds that API guests create with an idempotency key. Derived from the request, so that a repeat at any instance gets the
/// same secret although the database stores only its hash.
/// </summary>
public sealed class HoldSecrets(SharedSecrets secrets)
{
    public async ValueTask<string> OfAsync(RepeatableRequest request, CancellationToken cancellationToken)
    {
        var key = await secrets.GetAsync("hold-secrets", cancellationToken);
        return Base64Url.EncodeToString(HMACSHA256.HashData(key, request.Id.ToByteArray(bigEndian: true)));
    }
}
