using System.Data;
using Npgsql;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Payments;

namespace Ticketing.Infrastructure.Ordering.Read;

/// <summary>Reads paid orders for those who count sales, in the caller's connection: a batch with one query of each owner.</summary>
internal static class SoldOrders
{
    private static readonly SqlScript ReadOrders = SqlScript.Load("sold-orders.sql");

    /// <summary>The paid ones of these orders.</summary>
    public static async Task<IReadOnlyList<SoldOrder>> ReadAsync(
        NpgsqlConnection connection, NpgsqlTransaction? transaction, Guid[] ids, CancellationToken cancellationToken)
    {
        var orders = new List<SoldOrder>(ids.Length);
        await using (var command = ReadOrders.On(connection, transaction).With("ids", ids))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            var items = new List<SoldItem>();
            while (await reader.ReadAsync(cancellationToken))
            {
                if (orders.Count == 0 || orders[^1].Id.Value != reader.GetGuid("id"))
                {
                    orders.Add(ReadOrder(reader, items = []));
                }

                items.Add(ReadItem(reader));
            }
        }

        Guid[] returned = [.. orders.Where(order => order.Refunded > 0).Select(order => order.Id.Value)];
        if (returned.Length > 0)
        {
            var returns = await ReturnedAmounts.ReadAsync(connection, transaction, returned, cancellationToken);
            for (var i = 0; i < orders.Count; i++)
            {
                orders[i] = orders[i] with { Returns = returns.GetValueOrDefault(orders[i].Id, []) };
            }
        }

        return orders;
    }

    /// <summary>The ids of paid orders behind <paramref name="after"/>, ascending.</summary>
    public static async Task<Guid[]> IdsAfterAsync(
        NpgsqlConnection connection, NpgsqlTransaction? transaction, Guid after, int max, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "SELECT id FROM orders WHERE id > @after AND paid_at IS NOT NULL ORDER BY id LIMIT @max", connection, transaction);
        await using var reader = await command.With("after", after).With("max", max).ExecuteReaderAsync(cancellationToken);
        var ids = new List<Guid>(max);
        while (await reader.ReadAsync(cancellationToken))
        {
            ids.Add(reader.GetGuid("id"));
        }

        return [.. ids];
    }

    /// <summary>The number of paid orders.</summary>
    public static async Task<long> CountAsync(
        NpgsqlConnection connection, NpgsqlTransaction? transaction, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT count(*) FROM orders WHERE paid_at IS NOT NULL", connection, transaction);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Whether any order was ever paid.</summary>
    public static async Task<bool> AnyAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT EXISTS (SELECT FROM orders WHERE paid_at IS NOT NULL)", connection);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static SoldOrder ReadOrder(NpgsqlDataReader reader, List<SoldItem> items) => new(
        new OrderId(reader.GetGuid("id")), new PerformanceId(reader.GetGuid("performance_id")), reader.GetString("currency"),
        reader.GetFieldValue<DateTimeOffset>("paid_at"), reader.GetInt64("refunded"), items, [])
    {
        Channel = EnumWords.FromWord<OrderChannel>(reader.GetString("channel")),
    };

    private static SoldItem ReadItem(NpgsqlDataReader reader) => new(
        new PriceTierId(reader.GetGuid("tier_id")), reader.GetString("section"), reader.GetInt64("total"), reader.GetInt64("fee"),
        reader.GetInt64("tax"), reader.GetInt64("discount"),
        TimeOrNull(reader, "returned_at"), TimeOrNull(reader, "added_at"), TimeOrNull(reader, "exchanged_at"), reader.GetInt32("seats"));

    private static DateTimeOffset? TimeOrNull(NpgsqlDataReader reader, string column) =>
        reader.IsDBNull(column) ? null : reader.GetFieldValue<DateTimeOffset>(column);
}
