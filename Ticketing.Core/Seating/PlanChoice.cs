using Ticketing.Core.Common;

namespace Ticketing.Core.Seating;

/// <summary>Stand-in.</summary>
public sealed record PlanChoice(
    SeatingPlanId Id, VenueId Venue, string Name, int Version, int Seats, string CompiledPlanId, IReadOnlyList<PlanChoiceCategory> Categories);

/// <summary>Stand-in.</summary>
public sealed record PlanChoiceCategory(string Key, string Name, string Color, int Seats);
