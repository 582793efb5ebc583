using System.Data;
using Npgsql;
using Ticketing.Core.Common;
using Ticketing.Core.Payments;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Payments;

/// <summary>When how much of orders' money was given back, by the rule of <see cref="Core.Ordering.ReturnedMoney"/>.</summary>
internal static class ReturnedAmounts
{
    private static readonly SqlScript Read = SqlScript.Load("returned-amounts.sql");

    /// <returns>By order; orders without any are left out.</returns>
    public static async Task<Dictionary<OrderId, List<ReturnedAmount>>> ReadAsync(
        NpgsqlConnection connection, NpgsqlTransaction? transaction, Guid[] orders, CancellationToken cancellationToken)
    {
        var returned = new Dictionary<OrderId, List<ReturnedAmount>>();
        await using var command = Read.On(connection, transaction).With("orders", orders);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            if (!Counts(reader))
            {
                continue;
            }

            var order = new OrderId(reader.GetGuid("order_id"));
            if (!returned.TryGetValue(order, out var amounts))
            {
                returned.Add(order, amounts = []);
            }

            amounts.Add(ReadAmount(reader));
        }

        return returned;
    }

    private static ReturnedAmount ReadAmount(NpgsqlDataReader reader) =>
        new(reader.GetFieldValue<DateTimeOffset>("at"), reader.GetInt64("amount"));

    // A lost dispute has no status of a refund.
    private static bool Counts(NpgsqlDataReader reader) => reader.IsDBNull("status") || Refund.Counts(
        EnumWords.FromWord<RefundStatus>(reader.GetString("status")),
        reader.IsDBNull("resolution") ? null : EnumWords.FromWord<RefundResolution>(reader.GetString("resolution")));
}
