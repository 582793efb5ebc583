namespace Ticketing.Core.Inventory.Allotments;

/// <summary>Payload of facts about an allotment.</summary>
/// <param name="Kind">A word of <see cref="AllotmentKind"/>.</param>
public sealed record AllotmentFact(Guid AllotmentId, Guid PerformanceId, string Name, string Kind);
