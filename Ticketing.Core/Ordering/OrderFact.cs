using System.Text.Json.Serialization;

namespace Ticketing.Core.Ordering;

/// <summary>Payload of an order's facts. No personal data, since outbox rows are not erased with an account.</summary>
/// <param name="WasPlaced">
/// Of <c>order.paid</c> without an amount. True: the order had a price when it was placed, so <c>order.placed</c> came before. False: this
/// fact is also that of its placing.
/// </param>
public record OrderFact(
    Guid OrderId, string Number, Guid PerformanceId, Guid OrganizationId, long Total, long Refunded, string Currency,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool WasPlaced = false);

/// <summary>Payload of <c>order.changed</c>: seats were exchanged. The sums are those after the exchange.</summary>
/// <param name="From">The items that have lost their seats.</param>
/// <param name="To">The items that have taken their place.</param>
public sealed record OrderChangedFact(
    Guid OrderId, string Number, Guid PerformanceId, Guid OrganizationId, long Total, long Refunded, string Currency,
    IReadOnlyList<ExchangedItem> From, IReadOnlyList<ExchangedItem> To)
    : OrderFact(OrderId, Number, PerformanceId, OrganizationId, Total, Refunded, Currency);

/// <summary>One side of an exchange; the amount is in minor units.</summary>
/// <param name="Seat">The seat's label.</param>
public sealed record ExchangedItem(Guid ItemId, string Seat, string Tier, long Total);
