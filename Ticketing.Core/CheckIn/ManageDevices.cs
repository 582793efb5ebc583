using Ticketing.Core.Access;
using Ticketing.Core.Common;

namespace Ticketing.Core.CheckIn;

/// <summary>Makes a device. The answer has the token of its link, which is shown once.</summary>
/// <param name="Gates">Empty: all gates of the performances.</param>
/// <param name="ExpiresAt">Null: six hours after the end of the last performance.</param>
public sealed record MakeDevice(
    OrganizationId Organization, string Name, IReadOnlyList<PerformanceId> Performances, IReadOnlyList<GateId> Gates,
    IReadOnlyList<DeviceCapability> Capabilities, DateTimeOffset? ExpiresAt, Caller Caller);

/// <summary>A new device, or a new link of one.</summary>
/// <param name="Token">For the link; stored as a hash only.</param>
public sealed record MadeDevice(DeviceId Device, string Token);

/// <summary>Makes a new link for a device, for another phone; the former phone is wiped at its next contact.</summary>
public sealed record RenewInvite(DeviceId Device, Caller Caller);

public sealed record RenameDevice(DeviceId Device, string Name, Caller Caller);

/// <summary>Ends a device. It is wiped at its next contact; scans that it has not sent yet are lost with it unless it sends them before.</summary>
public sealed record RevokeDevice(DeviceId Device, Caller Caller);

/// <summary>Sends a command to a device, or to all active devices of a performance.</summary>
/// <param name="Device">Null: to all.</param>
public sealed record CommandDevices(
    OrganizationId Organization, PerformanceId? Performance, DeviceId? Device, DeviceCommandKind Kind, string? Text, Caller Caller);

public enum DeviceRefusal
{
    NotFound,
    NameInvalid,

    /// <summary>None, too many, or not of the organization.</summary>
    PerformancesInvalid,
    GatesInvalid,
    CapabilitiesInvalid,

    /// <summary>It ends in the past, or more than a month after its last performance.</summary>
    EndInvalid,
    LimitReached,

    /// <summary>It is revoked or over.</summary>
    Ended,

    /// <summary>A text is missing, or too long.</summary>
    TextInvalid,
    TooOften,
}

/// <summary>Makes a phone the device of an invitation.</summary>
/// <param name="PublicKey">SubjectPublicKeyInfo, DER.</param>
public sealed record EnrolDevice(string Token, byte[] PublicKey);

public enum EnrolRefusal
{
    /// <summary>There is no such invitation, or it is used or over.</summary>
    Unknown,

    /// <summary>No P-256 key.</summary>
    KeyInvalid,
}

/// <summary>The sender of a signed request of a device.</summary>
/// <param name="Id">Unverified, like all of it.</param>
/// <param name="Time">As in the header.</param>
/// <param name="Target">Path and query.</param>
public sealed record DeviceRequest(Guid Id, string Time, byte[] Signature, string Method, string Target, byte[] Body);

public enum DeviceRequestRefusal
{
    /// <summary>The time is off by more than <see cref="CheckInTimes.RequestTolerance"/>.</summary>
    Clock,

    /// <summary>Revoked, over, or unknown: it is to wipe itself.</summary>
    Revoked,

    /// <summary>The signature is not the device's.</summary>
    Signature,
}

/// <summary>A device whose request was verified.</summary>
/// <remarks>The only way to get one is <c>DeviceRequests.VerifyAsync</c>.</remarks>
public sealed record KnownDevice(
    DeviceId Id, OrganizationId Organization, string Name, IReadOnlyList<Guid> Performances, IReadOnlyList<Guid> Gates,
    IReadOnlyList<string> Capabilities, DateTimeOffset ExpiresAt)
{
    public bool Can(DeviceCapability capability) => Capabilities.Contains(capability.ToWord());

    /// <summary>Whether it was made for a performance.</summary>
    public bool Serves(PerformanceId performance) => Performances.Contains(performance.Value);
}
