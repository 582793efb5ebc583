using Npgsql;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Inventory.Feed;

namespace Ticketing.Infrastructure.Inventory.Sale;

/// <summary>
/// Seat changes of orders, within the order's transaction. Each statement locks, checks and changes the seats' rows; each change of owner
/// increases the fence. Lock order: the hold, then seats by index; waits for locks, because the result must be definite. After the
/// commit the caller publishes the returned changes with <see cref="SeatAnnouncer"/>.
/// </summary>
public sealed class SeatLedger
{
    private readonly SqlScript _keep = SqlScript.Load("keep.sql");
    private readonly SqlScript _sell = SqlScript.Load("sell.sql");
    private readonly SqlScript _retake = SqlScript.Load("retake.sql");
    private readonly SqlScript _free = SqlScript.Load("free.sql");
    private readonly SqlScript _end = SqlScript.Load("end-order.sql");

    /// <summary>Assigns an active hold to its order until <paramref name="until"/>, or moves the expiry of the order's hold.</summary>
    /// <returns>False, unchanged: the hold has expired, has another order, or has lost a seat.</returns>
    public async Task<bool> KeepAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, HoldId hold, OrderId order,
        DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken = default)
    {
        await using var command = _keep.On(connection, transaction);
        command.With("hold", hold.Value).With("order", order.Value).With("now", now).With("until", until);
        return await command.ExecuteScalarAsync(cancellationToken) is not null;
    }

    /// <summary>Sells seats held by <paramref name="hold"/> before its expiry. All or none.</summary>
    /// <returns>The changes; empty: nothing was sold.</returns>
    public async Task<IReadOnlyList<SeatChange>> SellAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, PerformanceId performance, HoldId hold, OrderId order,
        IReadOnlyList<SeatIndex> seats, DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        await using var command = _sell.On(connection, transaction);
        command.With("performance", performance.Value).With("seats", Indexes(seats)).With("hold", hold.Value)
            .With("order", order.Value).With("now", now);
        return await AllOrNoneAsync(command, seats.Count, cancellationToken);
    }

    /// <summary>Sells available seats (expired holds included) to an order with a late payment. All or none.</summary>
    /// <inheritdoc cref="SellAsync" path="/returns"/>
    public async Task<IReadOnlyList<SeatChange>> RetakeAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, PerformanceId performance, OrderId order,
        IReadOnlyList<SeatIndex> seats, DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        await using var command = _retake.On(connection, transaction);
        command.With("performance", performance.Value).With("seats", Indexes(seats)).With("order", order.Value).With("now", now);
        return await AllOrNoneAsync(command, seats.Count, cancellationToken);
    }

    /// <summary>Locks seats that several statements of the transaction change, all in the order of their indexes.</summary>
    public static async Task LockAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, PerformanceId performance, int[] seats, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "SELECT FROM seats WHERE performance_id = @performance AND seat_index = ANY (@seats) ORDER BY seat_index FOR UPDATE",
            connection, transaction);
        await command.With("performance", performance.Value).With("seats", seats).ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>
    /// Frees or blocks seats sold to <paramref name="order"/>. Other seats stay unchanged. Seats of an allotment return to it: they are blocked.
    /// </summary>
    public async Task<IReadOnlyList<SeatChange>> FreeAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, PerformanceId performance, OrderId order,
        IReadOnlyList<SeatIndex> seats, SeatStatus to, CancellationToken cancellationToken = default)
    {
        Invariant.Holds(to is SeatStatus.Available or SeatStatus.Blocked);
        await using var command = _free.On(connection, transaction);
        command.With("performance", performance.Value).With("seats", Indexes(seats)).With("order", order.Value).With("status", (short)to);
        return await ChangesAsync(command, cancellationToken);
    }

    /// <summary>Ends a hold, with or without an order, and frees the seats that it still owns; those of an allotment return to it.</summary>
    /// <param name="status"><see cref="HoldStatus.Released"/> or <see cref="HoldStatus.Expired"/>.</param>
    public async Task<IReadOnlyList<SeatChange>> ReleaseAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, HoldId hold,
        HoldStatus status, CancellationToken cancellationToken = default)
    {
        Invariant.Holds(status is HoldStatus.Released or HoldStatus.Expired);
        await using var command = _end.On(connection, transaction);
        command.With("hold", hold.Value).With("status", status.ToWord());
        return await ChangesAsync(command, cancellationToken);
    }

    private static async Task<IReadOnlyList<SeatChange>> AllOrNoneAsync(
        SqlCommand command, int requested, CancellationToken cancellationToken)
    {
        Invariant.Holds(requested > 0);
        var changes = await ChangesAsync(command, cancellationToken);
        Invariant.Holds(changes.Count == 0 || changes.Count == requested);
        return changes;
    }

    private static async Task<IReadOnlyList<SeatChange>> ChangesAsync(SqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var (seat, status, fence) = (reader.GetOrdinal("seat_index"), reader.GetOrdinal("status"), reader.GetOrdinal("fence"));
        var changes = new List<SeatChange>();
        while (await reader.ReadAsync(cancellationToken))
        {
            changes.Add(new SeatChange(new SeatIndex(reader.GetInt32(seat)), (SeatStatus)reader.GetInt16(status), reader.GetInt64(fence)));
        }

        return changes;
    }

    private static int[] Indexes(IReadOnlyList<SeatIndex> seats) => [.. seats.Select(seat => seat.Value)];
}
