using System.Data;
using Npgsql;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Inventory.Feed;
using Ticketing.Infrastructure.Inventory.RedisMirror;

namespace Ticketing.Infrastructure.Inventory.Holds;

/// <summary>Releases a hold; see <see cref="ReleaseHold"/>. One statement compares the owner and changes the status.</summary>
public sealed class ReleaseHoldHandler
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan KeysTimeout = TimeSpan.FromSeconds(1);

    private readonly SqlScript _script = SqlScript.Load("release.sql");
    private readonly NpgsqlDataSource _database;
    private readonly SeatAnnouncer _announcer;
    private readonly TimeProvider _time;

    public ReleaseHoldHandler(NpgsqlDataSource database, SeatAnnouncer announcer, TimeProvider time) =>
        (_database, _announcer, _time) = (database, announcer, time);

    /// <returns>The number of seats freed.</returns>
    public async Task<Outcome<int, ReleaseRefusal>> HandleAsync(ReleaseHold command, CancellationToken cancellationToken = default)
    {
        var (performance, changes) = await DatabaseRetry.RunAsync(
            () => ReleaseAsync(command, cancellationToken), Timeout, cancellationToken);
        if (performance is null)
        {
            return ReleaseRefusal.HoldNotActive;
        }

        // Waits for the keys, so that an immediate new request for the seats does not meet the old ones. The release is already
        // committed: a timeout or a cancelled request does not undo it.
        var keys = changes.Select(change => new SeatKeyChange(change.Index.Value, command.Owner, TimeSpan.Zero)).ToList();
        await Task.WhenAny(
            _announcer.PublishAndWaitAsync(performance.Value, changes, keys, HoldSignal.OfEnd(command.Owner)), Task.Delay(KeysTimeout, CancellationToken.None));
        return changes.Count;
    }

    private async Task<(PerformanceId? Performance, List<SeatChange> Changes)> ReleaseAsync(
        ReleaseHold command, CancellationToken cancellationToken)
    {
        PerformanceId? performance = null;
        var changes = new List<SeatChange>();
        await using var release = _script.On(_database);
        await using var reader = await release.With("hold", command.Hold.Value)
            .With("owner", command.Owner.Hash.ToArray()).With("now", _time.GetUtcNow()).ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            performance = new PerformanceId(reader.GetGuid("performance_id"));
            if (!await reader.IsDBNullAsync("seat_index", cancellationToken))
            {
                changes.Add(new SeatChange(new SeatIndex(reader.GetInt32("seat_index")), (SeatStatus)reader.GetInt16("status"), reader.GetInt64("fence")));
            }
        }

        return (performance, changes);
    }
}
