using System.Buffers.Text;
using System.Security.Cryptography;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Secrets;

namespace Ticketing.Infrastructure.Inventory.Holds;

/// <summary>
/// The secrets of holds that guests of the API make with a key of their own: derived from the request, so that its repeat, on
/// whichever instance, is told the same secret although the database knows only its hash.
/// </summary>
public sealed class HoldSecrets(SharedSecrets secrets)
{
    public async ValueTask<string> OfAsync(RepeatableRequest request, CancellationToken cancellationToken)
    {
        var key = await secrets.GetAsync("hold-secrets", cancellationToken);
        return Base64Url.EncodeToString(HMACSHA256.HashData(key, request.Id.ToByteArray(bigEndian: true)));
    }
}
