using Npgsql;
using Ticketing.Core.Inventory;
using Ticketing.Core.Platform;
using Ticketing.Core.Seating;

namespace Ticketing.Infrastructure.Inventory;

/// <summary>Gives a hold back; see <see cref="ReleaseHold"/>. The statement compares the owner and changes the status in one: it frees once.</summary>
public sealed class ReleaseHoldHandler
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly SqlScript _script = SqlScript.Load("release.sql");
    private readonly NpgsqlDataSource _database;
    private readonly SeatAnnouncer _announcer;

    public ReleaseHoldHandler(NpgsqlDataSource database, SeatAnnouncer announcer) => (_database, _announcer) = (database, announcer);

    /// <returns>The number of seats freed.</returns>
    public async Task<Outcome<int, ReleaseRefusal>> HandleAsync(ReleaseHold command, CancellationToken stop = default)
    {
        var (performance, changes) = await DatabaseRetry.RunAsync(() => ReleaseAsync(command, stop), Patience, stop);
        if (performance is null)
        {
            return ReleaseRefusal.HoldGone;
        }

        _announcer.Tell(performance.Value, changes, [.. changes.Select(change => new SeatKeyChange(change.Index.Value, command.Owner, TimeSpan.Zero))]);
        return changes.Count;
    }

    private async Task<(PerformanceId? Performance, List<SeatChange> Changes)> ReleaseAsync(ReleaseHold command, CancellationToken stop)
    {
        PerformanceId? performance = null;
        var changes = new List<SeatChange>();
        await using var release = _script.On(_database);
        await using var reader = await release.Add(command.Hold.Value).Add(command.Owner.Hash).ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
        {
            performance = new PerformanceId(reader.GetGuid(0));
            if (!await reader.IsDBNullAsync(1, stop))
            {
                changes.Add(new SeatChange(new SeatIndex(reader.GetInt32(1)), SeatStatus.Available, reader.GetInt64(2)));
            }
        }

        return (performance, changes);
    }
}
