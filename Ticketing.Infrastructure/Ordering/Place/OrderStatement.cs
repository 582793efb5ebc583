using Npgsql;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Core.Ordering;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Ordering.Place;

/// <summary>Opens the transactions of order batches: <c>lock-holds.sql</c>, <c>write-orders.sql</c>.</summary>
internal sealed class OrderStatement(HotPathDatabase database)
{
    public OrderBatchTransaction Begin()
    {
        var connection = database.Open();
        try
        {
            return new OrderBatchTransaction(connection, connection.BeginTransaction());
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}

/// <summary>A hold as read under its lock.</summary>
/// <param name="SeatsOfBuyer">The number of live items in the buyer's other orders for this performance.</param>
/// <param name="RequestHash">The hash of the first request with this idempotency key; null if the key is new.</param>
internal sealed record LockedHold(
    PerformanceId Performance, byte[] OwnerHash, HoldStatus Status, HeldContent Content, long SeatsOfBuyer, byte[]? RequestHash);

/// <summary>A new free order to write.</summary>
internal sealed record PlacedFree(Order Order, RepeatableRequest? Request);

internal sealed class OrderBatchTransaction(NpgsqlConnection connection, NpgsqlTransaction transaction) : IDisposable
{
    private static readonly BatchTable<(int No, OrderBatchItem Item)> Requests = new BatchTable<(int No, OrderBatchItem Item)>("requests")
        .Column("no", row => row.No)
        .Column("hold_id", row => row.Item.Command.Hold)
        .Column("email", row => row.Item.Email)
        .Column("user_id", row => row.Item.Command.Buyer.UserId)
        .Column("proven", row => row.Item.Command.Buyer.IsProven)
        .Column("request_id", row => row.Item.Command.Request?.Id);

    private static readonly SqlScript LockHolds = SqlScript.Load("lock-holds.sql", Requests);

    /// <returns>The hold of each item, in their order; null if it does not exist.</returns>
    public LockedHold?[] Lock(IReadOnlyList<OrderBatchItem> items)
    {
        LockBuyers(items);
        (int No, OrderBatchItem Item)[] rows = [.. items.Select((item, no) => (no, item))];
        using var command = LockHolds.On(connection, transaction).With(Requests, rows).Prepare();
        using var reader = command.ExecuteReader();
        var columns = new HoldColumns(reader);
        var holds = new LockedHold?[items.Count];
        while (reader.Read())
        {
            holds[reader.GetInt32(columns.No)] = columns.Read(reader);
        }

        return holds;
    }

    /// <returns>The seats sold, by performance.</returns>
    /// <exception cref="SeatLostException">A hold has lost a seat since it was judged. The transaction has to be rolled back.</exception>
    public Dictionary<PerformanceId, List<SeatChange>> Write(IReadOnlyList<PlacedFree> placed, DateTimeOffset now)
    {
        using var command = OrderRows.Write(placed, now, connection, transaction).Prepare();
        return SoldSeats.Read(command, placed.Sum(each => each.Order.Items.Count));
    }

    public void Commit() => transaction.Commit();

    public void Dispose()
    {
        transaction.Dispose();
        connection.Dispose();
    }

    private void LockBuyers(IReadOnlyList<OrderBatchItem> items)
    {
        long[] locks = [.. items.SelectMany(item => BuyerLocks.Of(item.Email, item.Command.Buyer.UserId)).Distinct().Order()];
        using var command = BuyerLocks.Script.On(connection, transaction).With("locks", locks).Prepare();
        command.ExecuteNonQuery();
    }

    // Column ordinals, resolved once per statement.
    private readonly struct HoldColumns(NpgsqlDataReader reader)
    {
        private readonly int _id = reader.GetOrdinal("id");
        private readonly int _performance = reader.GetOrdinal("performance_id");
        private readonly int _owner = reader.GetOrdinal("owner_hash");
        private readonly int _status = reader.GetOrdinal("status");
        private readonly int _seats = reader.GetOrdinal("seats");
        private readonly int _tiers = reader.GetOrdinal("tiers");
        private readonly int _prices = reader.GetOrdinal("prices");
        private readonly int _fees = reader.GetOrdinal("fees");
        private readonly int _expiresAt = reader.GetOrdinal("expires_at");
        private readonly int _expiresHardAt = reader.GetOrdinal("expires_hard_at");
        private readonly int _seatsOfBuyer = reader.GetOrdinal("seats_of_buyer");
        private readonly int _requestHash = reader.GetOrdinal("request_hash");

        public int No { get; } = reader.GetOrdinal("no");

        public LockedHold Read(NpgsqlDataReader row) => new(
            new PerformanceId(row.GetGuid(_performance)),
            row.GetFieldValue<byte[]>(_owner),
            EnumWords.FromWord<HoldStatus>(row.GetString(_status)),
            new HeldContent(
                new HoldId(row.GetGuid(_id)),
                row.GetFieldValue<int[]>(_seats),
                row.GetFieldValue<short[]>(_tiers),
                row.GetFieldValue<long[]>(_prices),
                row.GetFieldValue<long[]>(_fees),
                row.GetFieldValue<DateTimeOffset>(_expiresAt),
                row.GetFieldValue<DateTimeOffset>(_expiresHardAt)),
            row.GetInt64(_seatsOfBuyer),
            row.IsDBNull(_requestHash) ? null : row.GetFieldValue<byte[]>(_requestHash));
    }
}
