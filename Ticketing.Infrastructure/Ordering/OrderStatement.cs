using Npgsql;
using Ticketing.Core.Inventory;
using Ticketing.Core.Ordering;
using Ticketing.Core.Platform;
using Ticketing.Core.Tickets;
using Ticketing.Infrastructure.Platform;
using static Ticketing.Infrastructure.Platform.BatchArrays;

namespace Ticketing.Infrastructure.Ordering;

/// <summary>The transactions of order batches: <c>lock-holds.sql</c>, <c>write-orders.sql</c>.</summary>
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

/// <summary>A hold as its lock found it.</summary>
/// <param name="SeatsOfBuyer">How many live items the buyer's other orders of this performance have.</param>
/// <param name="RequestHash">What was asked for when the request was made first; null: it was not.</param>
internal sealed record LockedHold(
    PerformanceId Performance, byte[] OwnerHash, HoldStatus Status, HeldContent Content, long SeatsOfBuyer, byte[]? RequestHash);

/// <summary>A new order that cost nothing, as it is to be written.</summary>
internal sealed record PlacedFree(Order Order, IReadOnlyList<Ticket> Tickets, RepeatableRequest? Request);

internal sealed class OrderBatchTransaction(NpgsqlConnection connection, NpgsqlTransaction transaction) : IDisposable
{
    private static readonly SqlScript LockHolds = SqlScript.Load("lock-holds.sql");

    /// <returns>A hold for each work, in their order; null where there is none.</returns>
    public LockedHold?[] Lock(IReadOnlyList<OrderWork> works)
    {
        LockBuyers(works);
        using var command = LockHolds.On(connection, transaction);
        command
            .Add([.. Enumerable.Range(0, works.Count)])
            .Add(Each(works, work => work.Command.Hold.Value))
            .Add(Each(works, work => work.Email))
            .Add(Each(works, work => work.Command.Buyer.UserId?.Value))
            .Add(Each(works, work => work.Command.Request?.Id));
        command.Prepare();
        using var reader = command.ExecuteReader();
        var holds = new LockedHold?[works.Count];
        while (reader.Read())
        {
            holds[reader.GetInt32(0)] = Read(reader);
        }

        return holds;
    }

    /// <returns>The seats sold, by performance.</returns>
    /// <exception cref="SeatLostException">A hold has lost a seat since it was judged. Nothing of this transaction may stand.</exception>
    public Dictionary<PerformanceId, List<SeatChange>> Write(IReadOnlyList<PlacedFree> placed, DateTimeOffset now)
    {
        using var command = OrderRows.Write(placed, now, connection, transaction);
        command.Prepare();
        return SoldSeats.Read(command, placed.Sum(each => each.Order.Items.Count));
    }

    public void Commit() => transaction.Commit();

    public void Dispose()
    {
        transaction.Dispose();
        connection.Dispose();
    }

    private static LockedHold Read(NpgsqlDataReader row) => new(
        new PerformanceId(row.GetGuid(2)),
        row.GetFieldValue<byte[]>(3),
        EnumWords.FromWord<HoldStatus>(row.GetString(4)),
        new HeldContent(
            new HoldId(row.GetGuid(1)), row.GetFieldValue<int[]>(5), row.GetFieldValue<short[]>(6), row.GetFieldValue<long[]>(7),
            row.GetFieldValue<long[]>(8), row.GetFieldValue<DateTimeOffset>(9), row.GetFieldValue<DateTimeOffset>(10)),
        row.GetInt64(11),
        row.IsDBNull(12) ? null : row.GetFieldValue<byte[]>(12));

    private void LockBuyers(IReadOnlyList<OrderWork> works)
    {
        long[] locks = [.. works.SelectMany(work => BuyerLocks.Of(work.Email, work.Command.Buyer.UserId)).Distinct().Order()];
        using var command = new NpgsqlCommand(BuyerLocks.Sql, connection, transaction);
        command.Add(locks);
        command.Prepare();
        command.ExecuteNonQuery();
    }
}
