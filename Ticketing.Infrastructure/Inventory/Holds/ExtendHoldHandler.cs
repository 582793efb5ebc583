using System.Data;
using Npgsql;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Inventory.Feed;
using Ticketing.Infrastructure.Inventory.RedisMirror;
using Ticketing.Infrastructure.Inventory.Sale;

namespace Ticketing.Infrastructure.Inventory.Holds;

/// <summary>Extends a hold once; see <see cref="ExtendHold"/>. One statement updates the hold and its seats.</summary>
public sealed class ExtendHoldHandler
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly SqlScript _script = SqlScript.Load("extend.sql");
    private readonly NpgsqlDataSource _database;
    private readonly SellingFactsCache _facts;
    private readonly HoldReader _holds;
    private readonly SeatAnnouncer _announcer;
    private readonly TimeProvider _time;

    public ExtendHoldHandler(
        NpgsqlDataSource database, SellingFactsCache facts, HoldReader holds, SeatAnnouncer announcer, TimeProvider time) =>
        (_database, _facts, _holds, _announcer, _time) = (database, facts, holds, announcer, time);

    public async Task<Outcome<HeldSeats, ExtendRefusal>> HandleAsync(ExtendHold command, CancellationToken cancellationToken = default)
    {
        if (await _holds.FindRowAsync(command.Hold, command.Owner, cancellationToken) is not { } present
            || await _facts.GetAsync(present.Performance, cancellationToken) is not { } facts)
        {
            return ExtendRefusal.HoldNotActive;
        }

        if (present.Extended)
        {
            return ExtendRefusal.AlreadyExtended;
        }

        var extended = await DatabaseRetry.RunAsync(
            () => ExtendAsync(command, facts.Terms.HoldSeconds, cancellationToken), Timeout, cancellationToken);
        if (extended is not var (row, byThis))
        {
            return ExtendRefusal.HoldNotActive;
        }

        if (!byThis && row.ExpiresAt == present.ExpiresAt)
        {
            return ExtendRefusal.AlreadyExtended;
        }

        var life = row.ExpiresAt - _time.GetUtcNow();
        _announcer.Publish(
            row.Performance,
            [],
            [.. row.Seats.Select(seat => new SeatKeyChange(seat, command.Owner, life) { Time = life })],
            HoldSignal.Of(command.Owner, row));
        return HoldReader.View(row, facts);
    }

    private async Task<(HoldRow Row, bool ByThis)?> ExtendAsync(ExtendHold command, int seconds, CancellationToken cancellationToken)
    {
        await using var extend = _script.On(_database)
            .With("hold", command.Hold.Value).With("owner", command.Owner.Hash.ToArray())
            .With("now", _time.GetUtcNow()).With("seconds", seconds);
        await using var reader = await extend.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            return null;
        }

        var row = HoldReader.Read(reader);
        var byThis = reader.GetBoolean("extended_now");
        Invariant.Holds(!byThis || reader.GetInt32("kept") <= row.Seats.Length);
        return (row, byThis);
    }
}
