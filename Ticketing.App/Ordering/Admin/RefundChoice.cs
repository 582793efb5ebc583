using Ticketing.Core.Common;

namespace Ticketing.App.Ordering.Admin;

/// <summary>What is to be refunded, as staff chose it.</summary>
/// <param name="Amount">What the choice comes to, for the question whether it is meant; the handler calculates anew.</param>
public sealed record RefundChoice(IReadOnlyList<OrderItemId> Items, bool WithFees, bool SeatsBackOnSale, string Reason, Money Amount);
