namespace Ticketing.Core.Seating.Library;

/// <summary>A plan of the library, which an organization copies to one of its venues.</summary>
/// <param name="Key">Stays the same when the name changes: <c>theatre</c>.</param>
/// <param name="Name">English; also the resource key.</param>
/// <param name="Description">One or two sentences in English; also the resource key.</param>
/// <param name="Seats">All places: seats and places in areas.</param>
public sealed record PlanTemplate(string Key, string Name, string Description, int Seats);
