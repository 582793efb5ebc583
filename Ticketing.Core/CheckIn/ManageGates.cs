using Ticketing.Core.Access;
using Ticketing.Core.Common;

namespace Ticketing.Core.CheckIn;

/// <summary>Adds a gate to a venue of an organization.</summary>
/// <param name="Sections">Names of sections; empty: all.</param>
public sealed record CreateGate(OrganizationId Organization, VenueId Venue, string Name, IReadOnlyList<string> Sections, Caller Caller);

public sealed record EditGate(GateId Gate, string Name, IReadOnlyList<string> Sections, Caller Caller);

/// <summary>Removes a gate that no scan names.</summary>
public sealed record DeleteGate(GateId Gate, Caller Caller);

/// <summary>Uses a gate at a performance, or changes its rules there.</summary>
/// <param name="Tiers">Names of tiers; empty: all.</param>
public sealed record SetGatePolicy(
    PerformanceId Performance, GateId Gate, EntryPolicy Policy, DateTimeOffset? OpensAt, DateTimeOffset? ClosesAt, int? Capacity,
    IReadOnlyList<string> Tiers, Caller Caller);

/// <summary>Closes a gate of a performance now, or opens it again.</summary>
public sealed record CloseGate(PerformanceId Performance, GateId Gate, bool Closed, Caller Caller);

/// <summary>Stops using a gate at a performance.</summary>
public sealed record RemoveGate(PerformanceId Performance, GateId Gate, Caller Caller);

/// <summary>How many may be inside at a performance; null: no limit.</summary>
public sealed record SetDoorCapacity(PerformanceId Performance, int? Capacity, Caller Caller);

public enum GateRefusal
{
    NotFound,
    NameInvalid,

    /// <summary>The venue has a gate of this name.</summary>
    NameTaken,
    SectionUnknown,
    TierUnknown,

    /// <summary>It closes before it opens.</summary>
    TimesInvalid,
    CapacityInvalid,
    LimitReached,

    /// <summary>Scans name it.</summary>
    InUse,
    TooOften,
}

/// <summary>Blocks a ticket at the door, or admits it again.</summary>
public sealed record BlockTicket(PerformanceId Performance, TicketRef Ticket, bool Blocked, Caller Caller);

/// <summary>Takes an entry or exit back, whenever it was.</summary>
/// <param name="Reason">For the record.</param>
public sealed record UndoScan(PerformanceId Performance, Guid Nonce, string Reason, Caller Caller);

public enum DoorRefusal
{
    NotFound,

    /// <summary>A reason is missing, or too long.</summary>
    ReasonInvalid,

    /// <summary>It was taken back already, or is no entry or exit.</summary>
    NothingToUndo,
    TooOften,
}
