using Ticketing.Core.Common;

namespace Ticketing.Core.CheckIn;

/// <summary>An entrance of a venue.</summary>
public sealed class Gate
{
    public const int NameLengthMax = 60;
    public const int PerVenueMax = 100;

    public required GateId Id { get; init; }

    public required OrganizationId OrganizationId { get; init; }

    public required VenueId VenueId { get; init; }

    public required string Name { get; set; }

    /// <summary>The names of the sections whose tickets it admits; empty: all.</summary>
    public required string[] Sections { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>A gate that is used at a performance, with its rules there.</summary>
public sealed class PerformanceGate
{
    public const int CapacityMax = 1_000_000;

    public required PerformanceId PerformanceId { get; init; }

    public required GateId GateId { get; init; }

    public required EntryPolicy Policy { get; set; }

    /// <summary>Null: at any time.</summary>
    public DateTimeOffset? OpensAt { get; set; }

    /// <summary>Closed from this moment on; null: never.</summary>
    public DateTimeOffset? ClosesAt { get; set; }

    /// <summary>How many who came by it may be inside; null: no limit.</summary>
    public int? Capacity { get; set; }

    /// <summary>The names of the tiers whose tickets it admits; empty: all.</summary>
    public required string[] Tiers { get; set; }
}

/// <summary>
/// A performance whose tickets are checked: the number of its last change, which packs and deltas are read up to. Locked last by who changes
/// a ticket or an entry of it, so that numbers become visible in their order.
/// </summary>
public sealed class CheckInDoor
{
    public required PerformanceId PerformanceId { get; init; }

    public required OrganizationId OrganizationId { get; init; }

    /// <summary>The number of the last change.</summary>
    public required long Seq { get; init; }

    /// <summary>Random; part of the epoch, so that a door that was made anew is another one.</summary>
    public required Guid Epoch { get; init; }

    /// <summary>How many may be inside; null: no limit.</summary>
    public int? Capacity { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }
}
