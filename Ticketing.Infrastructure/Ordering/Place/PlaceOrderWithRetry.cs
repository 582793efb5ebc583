using Microsoft.Extensions.Options;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Inventory;

namespace Ticketing.Infrastructure.Ordering.Place;

/// <summary>
/// Places an order although PostgreSQL restarts meanwhile: nobody loses a basket to that. Whether an attempt was committed before
/// its connection broke does not matter: a hold has one order, and placing it again answers that one.
/// </summary>
public sealed class PlaceOrderWithRetry(PlaceOrderHandler handler, IOptions<InventoryOptions> options)
{
    public Task<Outcome<PlacedOrder, PlaceOrderRefusal>> HandleAsync(PlaceOrder command, CancellationToken cancellationToken) =>
        DatabaseRetry.RunAsync(() => handler.HandleAsync(command, cancellationToken), TimeSpan.FromSeconds(options.Value.WaitSecondsMax), cancellationToken);
}
