using Ticketing.Core.Common;

namespace Ticketing.Core.CheckIn;

/// <summary>A phone or scanner that an organizer has made for some performances and gates. It signs its requests with a key of its own.</summary>
public sealed class Device
{
    public const int NameLengthMax = 60;

    /// <summary>How many an organization can have that are not over.</summary>
    public const int PerOrganizationMax = 500;

    public const int PerformancesMax = 50;

    public required DeviceId Id { get; init; }

    public required OrganizationId OrganizationId { get; init; }

    public required string Name { get; set; }

    public required Guid[] PerformanceIds { get; set; }

    /// <summary>Empty: all gates of its performances.</summary>
    public required Guid[] GateIds { get; set; }

    /// <summary>Words of <see cref="DeviceCapability"/>.</summary>
    public required string[] Capabilities { get; set; }

    /// <summary>SubjectPublicKeyInfo, DER, P-256; null: not enrolled yet.</summary>
    public byte[]? PublicKey { get; set; }

    /// <summary>Of the phone before another one took its place: it is told to wipe itself.</summary>
    public byte[]? FormerKey { get; set; }

    public DateTimeOffset? EnrolledAt { get; set; }

    /// <summary>From then on it is wiped at its next contact.</summary>
    public required DateTimeOffset ExpiresAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }

    /// <summary>When a revoked or expired device asked and was told to wipe itself; null: not yet.</summary>
    public DateTimeOffset? WipedAt { get; set; }

    public DateTimeOffset? LastSeenAt { get; set; }

    /// <summary>What it said about itself with its last sync, as JSON: see <see cref="DeviceHealth"/>.</summary>
    public string? Health { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public bool Can(DeviceCapability capability) => Capabilities.Contains(capability.ToWord());

    /// <summary>Whether it may still work.</summary>
    public bool IsActiveAt(DateTimeOffset now) => RevokedAt is null && now < ExpiresAt;
}

/// <summary>The secret of a link that makes a phone a device, once.</summary>
public sealed class DeviceInvite
{
    /// <summary>SHA-256 of the link's token.</summary>
    public required byte[] TokenHash { get; init; }

    public required DeviceId DeviceId { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? UsedAt { get; set; }
}

/// <summary>What a device is to do or to show. It is sent until the device confirms it.</summary>
public sealed class DeviceCommand
{
    public const int TextLengthMax = 200;

    public required Guid Id { get; init; }

    public required DeviceId DeviceId { get; init; }

    public required DeviceCommandKind Kind { get; init; }

    public string? Text { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ConfirmedAt { get; set; }
}

public enum DeviceCommandKind
{
    /// <summary>Shows a text.</summary>
    Say,

    /// <summary>Removes everything but unsent scans, and ends the enrolment.</summary>
    Wipe,

    /// <summary>Fetches packs and app anew.</summary>
    Reload,

    /// <summary>Asks for the PIN.</summary>
    Lock,
}

/// <summary>What a device says about itself.</summary>
/// <param name="Battery">0 to 1; null: unknown.</param>
/// <param name="Queue">Scans that it has not sent yet.</param>
/// <param name="Oldest">The time of the oldest of them, milliseconds since the epoch.</param>
/// <param name="Storage">persistent or best-effort.</param>
/// <param name="Camera">granted, prompt or denied.</param>
/// <param name="Offset">How far its clock is behind the server's, milliseconds.</param>
/// <param name="Packs">The last change that it has, by performance.</param>
public sealed record DeviceHealth(
    double? Battery, bool? Charging, int Queue, long? Oldest, string? Storage, bool Installed, string? Camera, long Offset, long Uncertainty,
    IReadOnlyDictionary<string, long>? Packs, string? Gate, string? Performance)
{
    /// <summary>Whether it can be relied on when the network is gone: installed, storage kept, camera allowed, a pack of each performance.</summary>
    public bool IsReadyFor(IEnumerable<Guid> performances) => Installed && Storage == "persistent" && Camera == "granted"
        && performances.All(performance => Packs?.ContainsKey(performance.ToString()) == true);
}
