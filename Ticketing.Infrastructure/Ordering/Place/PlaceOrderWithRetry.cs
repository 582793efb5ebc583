using Microsoft.Extensions.Options;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Inventory;

namespace Ticketing.Infrastructure.Ordering.Place;

/// <summary>
/// Places an order with retries on transient database failures, for at most <see cref="InventoryOptions.WaitSecondsMax"/>.
/// Idempotent even if a broken connection's attempt was committed: a hold has one order, and placing it again returns that order.
/// </summary>
public sealed class PlaceOrderWithRetry(PlaceOrderHandler handler, IOptions<InventoryOptions> options)
{
    public Task<Outcome<PlacedOrder, PlaceOrderRefusal>> HandleAsync(PlaceOrder command, CancellationToken cancellationToken) =>
        DatabaseRetry.RunAsync(
            () => handler.HandleAsync(command, cancellationToken), TimeSpan.FromSeconds(options.Value.WaitSecondsMax), cancellationToken);
}
