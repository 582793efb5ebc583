using System.Security.Cryptography;
using Ticketing.Core.CheckIn;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Secrets;

namespace Ticketing.Infrastructure.CheckIn.Packs;

/// <summary>
/// The keys of names that devices with search download: one an organization, derived from a secret of this site. A device gets it for a shift
/// and keeps it wrapped; it delays who finds a phone. What stops them is that the device is revoked, or over.
/// </summary>
public sealed class SearchKeys(SharedSecrets secrets, TimeProvider time)
{
    private const int Length = 32;

    /// <summary>The key and until when a device may use it without asking again; null: the device may not search.</summary>
    public async Task<(byte[] Key, DateTimeOffset Until)?> FindAsync(KnownDevice device, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(device);
        var until = time.GetUtcNow() + CheckInTimes.ShiftLife;
        return device.Can(DeviceCapability.Search)
            ? (await OfAsync(device.Organization, cancellationToken), until < device.ExpiresAt ? until : device.ExpiresAt)
            : null;
    }

    internal async Task<byte[]> OfAsync(OrganizationId organization, CancellationToken cancellationToken) => HKDF.DeriveKey(
        HashAlgorithmName.SHA256, await secrets.GetAsync("check-in-search", cancellationToken), Length, [], organization.Value.ToByteArray(bigEndian: true));
}
