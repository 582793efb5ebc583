using Ticketing.Core.Common;

namespace Ticketing.Core.Seating;

/// <summary>A seating plan that an organization can choose for its events, in its latest version.</summary>
/// <param name="Seats">All places: seats and places in areas.</param>
/// <param name="CompiledPlanId">What a performance refers to; see <c>StoredCompiledPlan</c>.</param>
/// <param name="Categories">In the plan's order.</param>
public sealed record PlanChoice(
    SeatingPlanId Id, VenueId Venue, string Name, int Version, int Seats, string CompiledPlanId,
    IReadOnlyList<PlanChoiceCategory> Categories);

/// <summary>A category of a plan, priced by a tier of each performance.</summary>
/// <param name="Key">What price tiers refer to.</param>
/// <param name="Color">A CSS hex colour: <c>#5b8def</c>.</param>
/// <param name="Seats">Its places.</param>
public sealed record PlanChoiceCategory(string Key, string Name, string Color, int Seats);
