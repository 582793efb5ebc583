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
}
