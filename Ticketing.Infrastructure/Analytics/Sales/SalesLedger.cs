using System.Data;
using Npgsql;
using Ticketing.Core.Analytics;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Ordering.Read;

namespace Ticketing.Infrastructure.Analytics.Sales;

/// <summary>
/// Writes orders' contributions to the sales figures: subtracts what an order contributed before and adds what it contributes now. A repeat
/// changes nothing, and the order of events does not matter.
/// </summary>
/// <remarks>There is one writer at a time: see <see cref="LockAsync"/>.</remarks>
internal sealed class SalesLedger
{
    // "sale" in ASCII, and the locks in it.
    public const int LockClass = 0x73616c65;
    private const int WriterLock = 1;

    private const string NextSuffix = "_next";

    private static readonly BatchTable<StoredSales> Orders = new BatchTable<StoredSales>("orders")
        .Column("order_id", row => row.Order)
        .Column("performance_id", row => row.Performance)
        .Column("currency", row => row.Currency)
        .Column("lines", row => row.ToJson());

    private static readonly BatchTable<SalesLine> Lines = new BatchTable<SalesLine>("lines")
        .Column("performance_id", line => line.Cell.Performance)
        .Column("minute", line => line.Cell.Minute)
        .Column("tier_id", line => line.Cell.Tier)
        .Column("section", line => line.Cell.Section)
        .Column("channel", line => line.Cell.Channel)
        .Column("currency", line => line.Cell.Currency)
        .Column("orders", line => line.Sums.Orders)
        .Column("seats", line => line.Sums.Seats)
        .Column("seats_returned", line => line.Sums.SeatsReturned)
        .Column("gross", line => line.Sums.Gross)
        .Column("fees", line => line.Sums.Fees)
        .Column("tax", line => line.Sums.Tax)
        .Column("discount", line => line.Sums.Discount)
        .Column("refunded", line => line.Sums.Refunded);

    private readonly SqlScript _read;
    private readonly SqlScript _writeOrders;
    private readonly SqlScript _writeMinutes;
    private readonly SqlScript _dropEmpty;

    private SalesLedger(Func<string, string> named)
    {
        _read = SqlScript.Of(named(
            "SELECT order_id, performance_id, currency, lines::text AS lines FROM order_sales WHERE order_id = ANY (@ids)"));
        _writeOrders = SqlScript.Of(named(EmbeddedText.Read("sales-write-orders.sql")), Orders);
        _writeMinutes = SqlScript.Of(named(EmbeddedText.Read("sales-write-minutes.sql")), Lines);
        _dropEmpty = SqlScript.Of(named(EmbeddedText.Read("sales-drop-empty.sql")), Lines);
    }

    /// <summary>The figures that are read.</summary>
    public static SalesLedger Live { get; } = new(sql => sql);

    /// <summary>Those of a rebuild, before it takes the place of the live ones.</summary>
    public static SalesLedger Next { get; } = new(sql => sql
        .Replace("sales_minutes", "sales_minutes" + NextSuffix, StringComparison.Ordinal)
        .Replace("order_sales", "order_sales" + NextSuffix, StringComparison.Ordinal));

    /// <summary>Waits until no other transaction writes the live figures, and keeps others out until the end of this one.</summary>
    public static async Task LockAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT pg_advisory_xact_lock(@class, @key)", connection, transaction);
        await command.With("class", LockClass).With("key", WriterLock).ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Reads the orders as they are now and replaces their contributions.</summary>
    /// <returns>The performances whose figures have changed.</returns>
    public async Task<IReadOnlyCollection<PerformanceId>> ApplyAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Guid[] orders, CancellationToken cancellationToken) =>
        await ReplaceAsync(
            connection, transaction, orders, await SoldOrders.ReadAsync(connection, transaction, orders, cancellationToken),
            cancellationToken);

    /// <summary>Replaces the contributions of <paramref name="ids"/>.</summary>
    /// <param name="sold">The paid ones of them.</param>
    /// <returns>The performances whose figures have changed.</returns>
    public async Task<IReadOnlyCollection<PerformanceId>> ReplaceAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Guid[] ids, IReadOnlyList<SoldOrder> sold,
        CancellationToken cancellationToken)
    {
        var before = await ReadAsync(connection, transaction, ids, cancellationToken);
        var after = sold.Select(StoredSales.Of).ToDictionary(row => row.Order);
        foreach (var gone in before.Where(row => !after.ContainsKey(row.Order)))
        {
            after.Add(gone.Order, gone with { Lines = [] });
        }

        if (after.Count == 0)
        {
            return [];
        }

        // By id: rows are locked in the same order by all.
        List<StoredSales> rows = [.. after.Values.OrderBy(row => row.Order.Value)];
        var fold = new SalesFold();
        before.ForEach(row => fold.Subtract(row.Lines));
        rows.ForEach(row => fold.Add(row.Lines));
        await using (var command = _writeOrders.On(connection, transaction).With(Orders, rows))
        {
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        var lines = fold.Lines;
        await WriteAsync(connection, transaction, lines, isReplacing: before.Count > 0, cancellationToken);
        return [.. lines.Select(line => line.Cell.Performance).Distinct()];
    }

    private async Task WriteAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, IReadOnlyList<SalesLine> lines, bool isReplacing,
        CancellationToken cancellationToken)
    {
        if (lines.Count == 0)
        {
            return;
        }

        await using (var command = _writeMinutes.On(connection, transaction).With(Lines, lines))
        {
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        if (isReplacing)
        {
            await using var command = _dropEmpty.On(connection, transaction).With(Lines, lines);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private async Task<List<StoredSales>> ReadAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Guid[] ids, CancellationToken cancellationToken)
    {
        await using var command = _read.On(connection, transaction).With("ids", ids);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<StoredSales>(ids.Length);
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(StoredSales.Read(
                new OrderId(reader.GetGuid("order_id")), new PerformanceId(reader.GetGuid("performance_id")), reader.GetString("currency"),
                reader.GetString("lines")));
        }

        return rows;
    }
}
