using System.Text.Json.Serialization;

namespace Ticketing.Core.Ordering;

/// <summary>Payload of an order's facts. No personal data, since outbox rows are not erased with an account.</summary>
/// <param name="WasPlaced">
/// Of <c>order.paid</c> without an amount. True: the order had a price when it was placed, so <c>order.placed</c> came before. False: this
/// fact is also that of its placing.
/// </param>
public sealed record OrderFact(
    Guid OrderId, string Number, Guid PerformanceId, Guid OrganizationId, long Total, long Refunded, string Currency,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool WasPlaced = false);
