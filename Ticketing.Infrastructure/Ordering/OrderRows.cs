using Npgsql;
using Ticketing.Core.Ordering;
using Ticketing.Core.Platform;
using Ticketing.Core.Tickets;
using Ticketing.Infrastructure.Platform;
using static Ticketing.Infrastructure.Platform.BatchArrays;

namespace Ticketing.Infrastructure.Ordering;

/// <summary>New orders as the columns of <c>write-orders.sql</c>.</summary>
internal static class OrderRows
{
    private static readonly SqlScript Script = SqlScript.Load("write-orders.sql");

    public static NpgsqlCommand Write(IReadOnlyList<PlacedFree> placed, DateTimeOffset now, NpgsqlConnection connection, NpgsqlTransaction transaction)
    {
        var command = Script.On(connection, transaction).Add(now);
        AddOrders(command, placed);
        AddItems(command, placed);
        AddTickets(command, placed);
        FactRows.Add(command, placed.Select(each => each.Order));
        return command;
    }

    private static void AddOrders(NpgsqlCommand command, IReadOnlyList<PlacedFree> placed)
    {
        var orders = Each(placed, each => each.Order);
        Invariant.Holds(Array.TrueForAll(orders, order => order is { Status: OrderStatus.Paid, Total: 0, Discount: 0, PromoCodeId: null }));
        command
            .Add(Each(orders, order => order.Id.Value))
            .Add(Each(orders, order => order.Number))
            .Add(Each(orders, order => order.PerformanceId.Value))
            .Add(Each(orders, order => order.OrganizationId.Value))
            .Add(Each(orders, order => order.HoldId.Value))
            .Add(Each(orders, order => order.UserId?.Value))
            .Add(Each(orders, order => order.Email))
            .Add(Each(orders, order => order.EmailNormalized))
            .Add(Each(orders, order => order.Name))
            .Add(Each(orders, order => order.Phone))
            .Add(Each(orders, order => order.Locale))
            .Add(Each(orders, order => order.Currency))
            .Add(Each(orders, order => order.PricesIncludeTax))
            .Add(Each(orders, order => order.Subtotal))
            .Add(Each(orders, order => order.Fees))
            .Add(Each(orders, order => order.Tax))
            .Add(Each(orders, order => order.Token))
            .Add(Each(orders, order => order.CancellableUntil?.UtcDateTime))
            .Add(Each(orders, order => order.CancellationKeepsFees))
            .Add(Each(orders, order => order.ExpiresAt.UtcDateTime))
            .Add(Each(placed, each => each.Request?.Id))
            .Add(Each(placed, each => each.Request?.Hash));
    }

    private static void AddItems(NpgsqlCommand command, IReadOnlyList<PlacedFree> placed)
    {
        var items = new List<(OrderItem Item, HoldId Hold)>(2 * placed.Count);
        foreach (var each in placed)
        {
            foreach (var item in each.Order.Items)
            {
                items.Add((item, each.Order.HoldId));
            }
        }

        command
            .Add(Each(items, it => it.Item.Id.Value))
            .Add(Each(items, it => it.Item.OrderId.Value))
            .Add(Each(items, it => it.Item.PerformanceId.Value))
            .Add(Each(items, it => it.Hold.Value))
            .Add(Each(items, it => it.Item.SeatIndex.Value))
            .Add(Each(items, it => it.Item.Label))
            .Add(Each(items, it => it.Item.Section))
            .Add(Each(items, it => it.Item.Row))
            .Add(Each(items, it => it.Item.Number))
            .Add(Each(items, it => it.Item.TierId.Value))
            .Add(Each(items, it => it.Item.TierName))
            .Add(Each(items, it => it.Item.Price))
            .Add(Each(items, it => it.Item.Fee))
            .Add(Each(items, it => it.Item.TaxBasisPoints))
            .Add(Each(items, it => it.Item.Discount))
            .Add(Each(items, it => it.Item.Tax))
            .Add(Each(items, it => it.Item.AttendeeName));
    }

    private static void AddTickets(NpgsqlCommand command, IReadOnlyList<PlacedFree> placed)
    {
        var tickets = new List<Ticket>(2 * placed.Count);
        foreach (var each in placed)
        {
            tickets.AddRange(each.Tickets);
        }

        command.Add(Each(tickets, ticket => ticket.Id.Value)).Add(Each(tickets, ticket => ticket.OrderItemId.Value));
    }
}
