using System.Data;
using Npgsql;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Inventory.Feed;
using Ticketing.Infrastructure.Inventory.RedisMirror;

namespace Ticketing.Infrastructure.Inventory.Holds;

/// <summary>Gives a hold back; see <see cref="ReleaseHold"/>. The statement compares the owner and changes the status in one: it frees once.</summary>
public sealed class ReleaseHoldHandler
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan KeysPatience = TimeSpan.FromSeconds(1);

    private readonly SqlScript _script = SqlScript.Load("release.sql");
    private readonly NpgsqlDataSource _database;
    private readonly SeatAnnouncer _announcer;

    public ReleaseHoldHandler(NpgsqlDataSource database, SeatAnnouncer announcer) => (_database, _announcer) = (database, announcer);

    /// <returns>The number of seats freed.</returns>
    public async Task<Outcome<int, ReleaseRefusal>> HandleAsync(ReleaseHold command, CancellationToken cancellationToken = default)
    {
        var (performance, changes) = await DatabaseRetry.RunAsync(
            () => ReleaseAsync(command, cancellationToken), Patience, cancellationToken);
        if (performance is null)
        {
            return ReleaseRefusal.HoldGone;
        }

        // Who is told "given back" may ask for the seats again at once, and must not meet their old keys. The release itself is done:
        // neither a slow Redis nor a buyer who leaves changes that.
        var keys = changes.Select(change => new SeatKeyChange(change.Index.Value, command.Owner, TimeSpan.Zero)).ToList();
        await Task.WhenAny(_announcer.TellAndWaitAsync(performance.Value, changes, keys), Task.Delay(KeysPatience, CancellationToken.None));
        return changes.Count;
    }

    private async Task<(PerformanceId? Performance, List<SeatChange> Changes)> ReleaseAsync(
        ReleaseHold command, CancellationToken cancellationToken)
    {
        PerformanceId? performance = null;
        var changes = new List<SeatChange>();
        await using var release = _script.On(_database);
        await using var reader = await release.With("hold", command.Hold.Value)
            .With("owner", command.Owner.Hash.ToArray()).ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            performance = new PerformanceId(reader.GetGuid("performance_id"));
            if (!await reader.IsDBNullAsync("seat_index", cancellationToken))
            {
                changes.Add(new SeatChange(new SeatIndex(reader.GetInt32("seat_index")), SeatStatus.Available, reader.GetInt64("fence")));
            }
        }

        return (performance, changes);
    }
}
