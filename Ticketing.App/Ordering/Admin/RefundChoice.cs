using Ticketing.Core.Common;

namespace Ticketing.App.Ordering.Admin;

/// <summary>Staff's selection for a refund.</summary>
/// <param name="Amount">Estimated amount for the confirmation; the handler calculates the actual one.</param>
public sealed record RefundChoice(IReadOnlyList<OrderItemId> Items, bool WithFees, bool SeatsBackOnSale, string Reason, Money Amount)
{
    /// <summary>Units of extras.</summary>
    public IReadOnlyList<OrderExtraId> Extras { get; init; } = [];
}
