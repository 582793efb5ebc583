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

    public PlanVersionKind Kind { get; init; } = PlanVersionKind.Published;

    /// <summary>As typed by who saved it; null: saved without a name.</summary>
    public string? Name { get; init; }

    /// <summary>The account; null: the system, an API key, or an earlier release.</summary>
    public UserId? SavedBy { get; init; }

    /// <summary>Its seats and the places of its areas; null: it has problems, or an earlier release did not count them.</summary>
    public int? Places { get; init; }

    /// <summary>The version that it continues, or whose document was restored; null: it is the first.</summary>
    public int? ParentVersion { get; init; }

    /// <summary>The draft's revision that it has saved; null: an earlier release's, which is that of a new draft.</summary>
    public long? Revision { get; init; }

    /// <summary>The <see cref="StoredCompiledPlan"/> of its document; null: not compiled, or not noted by an earlier release.</summary>
    public string? CompiledPlanId { get; init; }
}

/// <summary>Why a version was saved.</summary>
public enum PlanVersionKind
{
    /// <summary>By itself, every few minutes while the plan is edited. Thinned out with age.</summary>
    Auto,

    /// <summary>By hand, with a name.</summary>
    Named,

    /// <summary>Compiled; new events get the newest of these.</summary>
    Published,

    /// <summary>What was read from a file.</summary>
    Imported,

    /// <summary>The document of an earlier version.</summary>
    Restored,
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
