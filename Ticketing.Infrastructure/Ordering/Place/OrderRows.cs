using Npgsql;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Ordering.Place;

/// <summary>New orders as the batch tables of <c>write-orders.sql</c>.</summary>
internal static class OrderRows
{
    private static readonly BatchTable<PlacedFree> Orders = new BatchTable<PlacedFree>("orders")
        .Column("id", placed => placed.Order.Id)
        .Column("number", placed => placed.Order.Number)
        .Column("performance_id", placed => placed.Order.PerformanceId)
        .Column("organization_id", placed => placed.Order.OrganizationId)
        .Column("hold_id", placed => placed.Order.HoldId)
        .Column("user_id", placed => placed.Order.UserId)
        .Column("email", placed => placed.Order.Email)
        .Column("email_normalized", placed => placed.Order.EmailNormalized)
        .Column("name", placed => placed.Order.Name)
        .Column("phone", placed => placed.Order.Phone)
        .Column("locale", placed => placed.Order.Locale)
        .Column("currency", placed => placed.Order.Currency)
        .Column("prices_include_tax", placed => placed.Order.PricesIncludeTax)
        .Column("subtotal", placed => placed.Order.Subtotal)
        .Column("fees", placed => placed.Order.Fees)
        .Column("tax", placed => placed.Order.Tax)
        .Column("cancellable_until", placed => placed.Order.CancellableUntil)
        .Column("cancellation_keeps_fees", placed => placed.Order.CancellationKeepsFees)
        .Column("expires_at", placed => placed.Order.ExpiresAt)
        .Column("request_id", placed => placed.Request?.Id)
        .Column("request_hash", placed => placed.Request?.Hash);

    private static readonly BatchTable<ItemOfHold> Items = new BatchTable<ItemOfHold>("items")
        .Column("id", row => row.Item.Id)
        .Column("order_id", row => row.Item.OrderId)
        .Column("performance_id", row => row.Item.PerformanceId)
        .Column("hold_id", row => row.Hold)
        .Column("seat_index", row => row.Item.SeatIndex.Value)
        .Column("label", row => row.Item.Label)
        .Column("section", row => row.Item.Section)
        .Column("row", row => row.Item.Row)
        .Column("number", row => row.Item.Number)
        .Column("tier_id", row => row.Item.TierId)
        .Column("tier_name", row => row.Item.TierName)
        .Column("price", row => row.Item.Price)
        .Column("fee", row => row.Item.Fee)
        .Column("tax_basis_points", row => row.Item.TaxBasisPoints)
        .Column("discount", row => row.Item.Discount)
        .Column("tax", row => row.Item.Tax)
        .Column("attendee_name", row => row.Item.AttendeeName);

    private static readonly SqlScript Script = SqlScript.Load("write-orders.sql", Orders, Items, FactRows.Outbox, FactRows.Audit);

    public static SqlCommand Write(IReadOnlyList<PlacedFree> placed, DateTimeOffset now, NpgsqlConnection connection, NpgsqlTransaction transaction)
    {
        var items = new List<ItemOfHold>(2 * placed.Count);
        foreach (var (order, _) in placed)
        {
            Invariant.Holds(order is { Status: OrderStatus.Paid, Total: 0, Discount: 0, PromoCodeId: null });
            foreach (var item in order.Items)
            {
                items.Add(new ItemOfHold(item, order.HoldId));
            }
        }

        return Script.On(connection, transaction)
            .With("now", now)
            .With(Orders, placed)
            .With(Items, items)
            .WithFacts(placed.Select(each => each.Order));
    }

    private readonly record struct ItemOfHold(OrderItem Item, HoldId Hold);
}
