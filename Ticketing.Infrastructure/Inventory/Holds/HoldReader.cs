using System.Data;
using Npgsql;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Inventory.Sale;

namespace Ticketing.Infrastructure.Inventory.Holds;

/// <summary>Reads active holds for their owners. Expired holds are excluded, swept or not.</summary>
public sealed class HoldReader
{
    private const string Columns = "id, performance_id, seats, tiers, prices, fees, expires_at, expires_hard_at, extended, reductions";
    private const string ByIdSql =
        $"SELECT {Columns} FROM holds WHERE id = @id AND owner_hash = @owner AND status = 'active' AND expires_at > @now";
    private const string ByOwnerSql =
        $"SELECT {Columns} FROM holds WHERE performance_id = @id AND owner_hash = @owner AND status = 'active' AND expires_at > @now";

    private const string AnyStatusSql = $"SELECT {Columns} FROM holds WHERE id = @id AND owner_hash = @owner";
    private const string OwnedSql = "SELECT EXISTS (SELECT FROM holds WHERE id = @id AND owner_hash = @owner)";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly NpgsqlDataSource _database;
    private readonly SellingFactsCache _facts;
    private readonly TimeProvider _time;

    public HoldReader(NpgsqlDataSource database, SellingFactsCache facts, TimeProvider time) =>
        (_database, _facts, _time) = (database, facts, time);

    /// <summary>The owner's active hold with this id. Null: it has ended, is ordered, or has another owner.</summary>
    public async Task<HeldSeats?> FindAsync(HoldId hold, HoldOwner owner, CancellationToken cancellationToken = default) =>
        await FindRowAsync(hold, owner, cancellationToken) is { } row ? await ViewAsync(row, cancellationToken) : null;

    /// <summary>The owner's active hold of a performance, or null.</summary>
    public async Task<HeldSeats?> FindAsync(PerformanceId performance, HoldOwner owner, CancellationToken cancellationToken = default) =>
        await FindRowAsync(performance, owner, cancellationToken) is { } row ? await ViewAsync(row, cancellationToken) : null;

    /// <summary>Whether the owner has or had this hold.</summary>
    public Task<bool> WasOwnedAsync(HoldId hold, HoldOwner owner, CancellationToken cancellationToken = default) => DatabaseRetry.RunAsync(
        async () =>
        {
            await using var command = _database.CreateCommand(OwnedSql);
            return await command.With("id", hold.Value).With("owner", owner.Hash.ToArray()).ExecuteScalarAsync(cancellationToken) is true;
        },
        Timeout,
        cancellationToken);

    /// <summary>The hold in any status, as the answer to a repeated request.</summary>
    internal async Task<Outcome<HeldSeats, RefusedHold>> ReadRepeatedAsync(
        HoldId hold, HoldOwner owner, SellingFacts facts, CancellationToken cancellationToken)
    {
        await using var command = _database.CreateCommand(AnyStatusSql);
        await using var reader = await command.With("id", hold.Value)
            .With("owner", owner.Hash.ToArray()).ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? View(Read(reader), facts) : new RefusedHold(HoldRefusal.HoldNotActive);
    }

    internal Task<HoldRow?> FindRowAsync(HoldId hold, HoldOwner owner, CancellationToken cancellationToken) =>
        ReadAsync(ByIdSql, hold.Value, owner, cancellationToken);

    internal Task<HoldRow?> FindRowAsync(PerformanceId performance, HoldOwner owner, CancellationToken cancellationToken) =>
        ReadAsync(ByOwnerSql, performance.Value, owner, cancellationToken);

    // Null: the performance is not public any more, so that the hold cannot be ordered.
    private async Task<HeldSeats?> ViewAsync(HoldRow row, CancellationToken cancellationToken) =>
        await _facts.GetAsync(row.Performance, cancellationToken) is { } facts ? View(row, facts) : null;

    internal static HeldSeats View(HoldRow row, SellingFacts facts)
    {
        Invariant.Holds(row.Seats.Length == row.Prices.Length);
        var currency = facts.Terms.Currency;
        var seats = new HeldSeat[row.Seats.Length];
        for (var i = 0; i < seats.Length; i++)
        {
            var seat = new SeatIndex(row.Seats[i]);
            var tier = facts.TierAt(row.Tiers[i]);
            var (price, fee) = (new Money(row.Prices[i], currency), new Money(row.Fees[i], currency));
            seats[i] = new HeldSeat(seat, facts.Plan.LabelOf(seat), tier.Ordinal, tier.Name, price, fee);
        }

        return new HeldSeats(row.Id, row.Performance, seats, row.ExpiresAt, row.ExpiresHardAt, row.Extended, currency)
        {
            Reductions = row.Reductions,
        };
    }

    internal static HoldRow Read(NpgsqlDataReader row) => new(
        new HoldId(row.GetGuid("id")),
        new PerformanceId(row.GetGuid("performance_id")),
        row.GetFieldValue<int[]>("seats"),
        row.GetFieldValue<short[]>("tiers"),
        row.GetFieldValue<long[]>("prices"),
        row.GetFieldValue<long[]>("fees"),
        row.GetFieldValue<DateTimeOffset>("expires_at"),
        row.GetFieldValue<DateTimeOffset>("expires_hard_at"),
        row.GetBoolean("extended"));

    private Task<HoldRow?> ReadAsync(string sql, Guid id, HoldOwner owner, CancellationToken cancellationToken) => DatabaseRetry.RunAsync(
        async () =>
        {
            await using var command = _database.CreateCommand(sql);
            await using var reader = await command.With("id", id)
                .With("owner", owner.Hash.ToArray()).With("now", _time.GetUtcNow()).ExecuteReaderAsync(cancellationToken);
            return await reader.ReadAsync(cancellationToken) ? ReadWithReductions(reader) : null;
        },
        Timeout,
        cancellationToken);

    private static HoldRow ReadWithReductions(NpgsqlDataReader row) =>
        Read(row) with { Reductions = row.IsDBNull("reductions") ? "{}" : row.GetString("reductions") };
}
