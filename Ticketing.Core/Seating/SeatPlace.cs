using Ticketing.Core.Seating.Plans;

namespace Ticketing.Core.Seating;

/// <summary>Where a seat or place is, as its visitor looks for it.</summary>
/// <param name="Row">Empty for a place in an area.</param>
/// <param name="Number">Empty for a place in an area: its places are interchangeable.</param>
/// <param name="Area">Null for a numbered seat.</param>
/// <param name="Entrance">The entrance to use, if the plan names one for the section.</param>
public sealed record SeatPlace(string Section, string Row, string Number, AreaKind? Area, string? Entrance);
