using Ticketing.Core.Common;

namespace Ticketing.Core.CheckIn;

/// <summary>One reading of a ticket at a gate, as the device sent it, with its judgement. A scan is a fact: never refused, never changed.</summary>
public sealed class Scan
{
    /// <summary>The device's id of it, a UUIDv7: a repeat has the same.</summary>
    public required Guid Nonce { get; init; }

    /// <summary>The order of receipt.</summary>
    public long Received { get; init; }

    /// <summary>The device's own counter.</summary>
    public required long Seq { get; init; }

    public required DeviceId DeviceId { get; init; }

    public required PerformanceId PerformanceId { get; init; }

    public GateId? GateId { get; init; }

    /// <summary>See <see cref="TicketRef.Stored"/>; null: what was read was no ticket.</summary>
    public long? Ref { get; init; }

    /// <summary>The whole id, where the device's pack did not have the ticket.</summary>
    public TicketId? TicketId { get; init; }

    public required ScanKind Kind { get; init; }

    /// <summary>By the device's corrected clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>By the device's own clock.</summary>
    public required DateTimeOffset DeviceAt { get; init; }

    public required int UncertaintyMs { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public required ScanMethod Method { get; init; }

    /// <summary>What the device showed.</summary>
    public required Verdict Said { get; init; }

    public required Verdict Judged { get; init; }

    /// <summary>Words of <see cref="ScanRemark"/>.</summary>
    public required string[] Flags { get; init; }

    /// <summary>It counts as an entry or an exit.</summary>
    public required bool Counts { get; init; }

    /// <summary>Of a duplicate: the entry that counts.</summary>
    public Guid? OtherNonce { get; init; }

    /// <summary>Of an undo: what it takes back.</summary>
    public Guid? Supersedes { get; init; }

    /// <summary>Of an undo or an override.</summary>
    public string? Reason { get; init; }

    /// <summary>A device that may do so let the holder pass against the rules.</summary>
    public required bool Overridden { get; init; }

    /// <summary>The number of the door's change in which its judgement became another one than what the device showed; null: never.</summary>
    public long? VerdictSeq { get; init; }
}

/// <summary>What a device sent as a scan and could not be read: kept as it came.</summary>
public sealed class OddScan
{
    public required Guid Id { get; init; }

    public required DeviceId DeviceId { get; init; }

    /// <summary>If it had one.</summary>
    public Guid? Nonce { get; init; }

    public required string Raw { get; init; }

    /// <summary>The field that is wrong.</summary>
    public required string Reason { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }
}

/// <summary>Where the holder of a ticket is: the result of its scans. A row exists from the ticket's first scan on.</summary>
public sealed class TicketEntry
{
    public required PerformanceId PerformanceId { get; init; }

    /// <summary>See <see cref="TicketRef.Stored"/>.</summary>
    public required long Ref { get; init; }

    public required EntryState State { get; init; }

    public required int Entries { get; init; }

    public Guid? FirstNonce { get; init; }

    public DateTimeOffset? FirstAt { get; init; }

    public GateId? FirstGateId { get; init; }

    public Guid? LastNonce { get; init; }

    public DateTimeOffset? LastAt { get; init; }

    public GateId? LastGateId { get; init; }

    /// <summary>The gate that the holder is counted at; null: not inside.</summary>
    public GateId? EntryGateId { get; init; }
}

/// <summary>
/// A ticket of a door, as facts about orders have made it. Names and order numbers are not in it: packs read them where they are kept, so that
/// an erased person is in no later pack.
/// </summary>
public sealed class DoorTicket
{
    public required PerformanceId PerformanceId { get; init; }

    /// <summary>See <see cref="TicketRef.Stored"/>.</summary>
    public required long Ref { get; init; }

    public required TicketId TicketId { get; init; }

    public required OrderId OrderId { get; init; }

    public required int SeatIndex { get; init; }

    public required string TierName { get; init; }

    /// <summary>The reduced price whose right is to be checked; null: none.</summary>
    public string? Reduction { get; init; }

    public required AdmissionState State { get; init; }

    /// <summary>Since when it does not admit.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>When staff blocked it; null: it is not blocked.</summary>
    public DateTimeOffset? BlockedAt { get; init; }
}

/// <summary>A change that packs and deltas are read from: a ticket's or an entry's.</summary>
public sealed class CheckInChange
{
    public required PerformanceId PerformanceId { get; init; }

    public required long Seq { get; init; }

    /// <summary>See <see cref="TicketRef.Stored"/>.</summary>
    public required long Ref { get; init; }

    public required CheckInChangeKind Kind { get; init; }

    public required DateTimeOffset At { get; init; }
}

public enum CheckInChangeKind
{
    Ticket,
    Entry,
}

/// <summary>Entries and exits of a gate on a day of the venue. People inside are the sum over the days.</summary>
public sealed class CheckInCount
{
    public required PerformanceId PerformanceId { get; init; }

    public required GateId GateId { get; init; }

    public required DateOnly Day { get; init; }

    public required int Entered { get; init; }

    public required int Exits { get; init; }

    public required int Inside { get; init; }
}
