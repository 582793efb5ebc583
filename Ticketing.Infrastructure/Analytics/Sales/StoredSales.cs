using System.Text.Json;
using Ticketing.Core.Analytics;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;

namespace Ticketing.Infrastructure.Analytics.Sales;

/// <summary>An order's contribution, as a row of <c>order_sales</c>.</summary>
internal sealed record StoredSales(OrderId Order, PerformanceId Performance, string Currency, IReadOnlyList<SalesLine> Lines)
{
    public static StoredSales Of(SoldOrder order) => new(order.Id, order.Performance, order.Currency, SalesContribution.Of(order));

    public static StoredSales Read(OrderId order, PerformanceId performance, string currency, string json) => new(
        order, performance, currency,
        [.. JsonSerializer.Deserialize<StoredLine[]>(json, JsonSerializerOptions.Web)!.Select(line => line.Read(performance, currency))]);

    public string ToJson() => JsonSerializer.Serialize(Lines.Select(StoredLine.Of), JsonSerializerOptions.Web);

    /// <summary>A line without what all lines of an order have in common. Names are short: there is a row for each order.</summary>
    /// <param name="M">Minutes since 1970.</param>
    /// <param name="T">The tier.</param>
    /// <param name="S">The section.</param>
    /// <param name="C">The channel.</param>
    /// <param name="N">Orders, seats, seats returned, gross, fees, tax, discount, refunded.</param>
    private sealed record StoredLine(long M, Guid T, string S, string C, long[] N)
    {
        private const int SecondsPerMinute = 60;

        public static StoredLine Of(SalesLine line) => new(
            line.Cell.Minute.ToUnixTimeSeconds() / SecondsPerMinute, line.Cell.Tier.Value, line.Cell.Section, line.Cell.Channel,
            [
                line.Sums.Orders, line.Sums.Seats, line.Sums.SeatsReturned, line.Sums.Gross, line.Sums.Fees, line.Sums.Tax,
                line.Sums.Discount, line.Sums.Refunded,
            ]);

        public SalesLine Read(PerformanceId performance, string currency) => new(
            new SalesCell(performance, DateTimeOffset.FromUnixTimeSeconds(M * SecondsPerMinute), new PriceTierId(T), S, C, currency),
            new SalesSums
            {
                Orders = N[0],
                Seats = N[1],
                SeatsReturned = N[2],
                Gross = N[3],
                Fees = N[4],
                Tax = N[5],
                Discount = N[6],
                Refunded = N[7],
            });
    }
}
