using Ticketing.Core.Common;

namespace Ticketing.Core.Seating.Plans;

/// <summary>A venue's seating plan; see <see cref="SeatingPlanVersion"/> for its content.</summary>
public sealed class SeatingPlan
{
    public required SeatingPlanId Id { get; init; }

    public required OrganizationId OrganizationId { get; init; }

    public required VenueId VenueId { get; init; }

    public required string Name { get; set; }
}

/// <summary>A saved version of a plan's document.</summary>
public sealed class SeatingPlanVersion
{
    public required SeatingPlanId SeatingPlanId { get; init; }

    public required int Version { get; init; }

    /// <summary>The plan document as JSON.</summary>
    public required string Document { get; init; }

    public required DateTimeOffset SavedAt { get; init; }

    /// <summary>The <see cref="StoredCompiledPlan"/> of its document; null: not compiled, or not noted by an earlier release.</summary>
    public string? CompiledPlanId { get; init; }
}

/// <summary>A stored compiled plan: content-addressed, immutable, shared by all versions with the same content.</summary>
public sealed class StoredCompiledPlan
{
    /// <summary>The hash of its content.</summary>
    public required string Id { get; init; }

    /// <summary>The plan that it was first compiled for; of any organization.</summary>
    public required SeatingPlanId SeatingPlanId { get; init; }

    /// <summary>The version that it was first compiled for.</summary>
    public required int Version { get; init; }

    public required int SeatCount { get; init; }

    /// <summary>The compact form; see <c>CompiledPlan.ToBytes</c>.</summary>
    public required byte[] Data { get; init; }

    /// <summary>The geometry for browsers: UTF-8 JSON.</summary>
    public required byte[] Geometry { get; init; }

    public required DateTimeOffset CompiledAt { get; init; }
}
