using System.Data;
using Npgsql;
using Ticketing.Core.Analytics;

namespace Ticketing.Infrastructure.Analytics.Read;

/// <summary>The columns of figures in the answers of statements.</summary>
internal static class SalesColumns
{
    public static SalesSums Sums(this NpgsqlDataReader reader) => new()
    {
        Orders = reader.GetInt64("orders"),
        Seats = reader.GetInt64("seats"),
        SeatsReturned = reader.GetInt64("seats_returned"),
        Gross = reader.GetInt64("gross"),
        Fees = reader.GetInt64("fees"),
        Tax = reader.GetInt64("tax"),
        Discount = reader.GetInt64("discount"),
        Refunded = reader.GetInt64("refunded"),
    };

    /// <summary>The sums by currency, in the order of currencies.</summary>
    public static IReadOnlyList<SalesTotal> Totals(IEnumerable<(string Currency, SalesSums Sums)> lines) =>
    [
        .. lines.GroupBy(line => line.Currency, line => line.Sums)
            .Select(currency => new SalesTotal(currency.Key, currency.Aggregate(SalesSums.Add)))
            .OrderBy(total => total.Currency, StringComparer.Ordinal),
    ];
}
