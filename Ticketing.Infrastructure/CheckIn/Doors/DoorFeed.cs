using System.Collections.Concurrent;
using System.Data;
using System.Diagnostics;
using Npgsql;
using Ticketing.Core.CheckIn;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.CheckIn.Packs;
using Ticketing.Infrastructure.CheckIn.Sync;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.CheckIn.Doors;

/// <summary>A change of a door, with its ticket as it was when the change was read.</summary>
/// <param name="Row">Without name and order; null: the door does not know the ticket.</param>
/// <param name="IsOfTicket">The ticket itself has changed: its name and note may have, too.</param>
internal readonly record struct FeedChange(long Seq, PackRow? Row, bool IsOfTicket);

/// <summary>A door as of a reading.</summary>
/// <param name="Last">The number of the last change.</param>
internal sealed record DoorNews(long Last, IReadOnlyList<DoorCount> Counts);

/// <summary>
/// The last changes of a door and its counts, read once for all devices of this instance that ask at the same time: thirty devices that scan
/// would otherwise read each change thirty times.
/// </summary>
internal sealed class DoorFeed(NpgsqlDataSource database, PerformanceId performance)
{
    // About a minute of a large house; a device that is further behind reads the table.
    private const int ChangesKept = 40_000;
    private const int ChangesAtOnce = 5_000;

    // The more ask, the fewer readings: those that come meanwhile share the next one.
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(15);

    private static readonly SqlScript Read = SqlScript.Of(PackRows.ChangesSql);

    private readonly Lock _lock = new();
    private readonly List<FeedChange> _changes = [];
    private long? _last;
    private long _begun;
    private Task<DoorNews>? _running;
    private Task<DoorNews>? _next;

    /// <summary>Reads what is new.</summary>
    /// <returns>Everything that was committed before the call is in it.</returns>
    public Task<DoorNews> ReadAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            // A reading that has begun may have missed what the caller has just committed: it gets the one after, with all others that wait.
            return (_next ??= Task.Run(() => AfterAsync(_running), CancellationToken.None)).WaitAsync(cancellationToken);
        }
    }

    /// <summary>The changes after a number, at most <paramref name="max"/>; null: it is further back than what is kept.</summary>
    public IReadOnlyList<FeedChange>? Find(long since, int max)
    {
        lock (_lock)
        {
            // Numbers have no gaps.
            var first = (_last ?? 0) - _changes.Count + 1;
            return since < first - 1 ? null : [.. _changes.Skip((int)Math.Min(since + 1 - first, _changes.Count)).Take(max)];
        }
    }

    private async Task<DoorNews> AfterAsync(Task<DoorNews>? before)
    {
        if (before is not null)
        {
            await ((Task)before).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var rest = Between - Stopwatch.GetElapsedTime(_begun);
            if (rest > TimeSpan.Zero)
            {
                await Task.Delay(rest);
            }
        }

        lock (_lock)
        {
            (_running, _next, _begun) = (_next, null, Stopwatch.GetTimestamp());
        }

        await using var connection = await database.OpenConnectionAsync();
        var last = _last ?? await LastAsync(connection);
        List<FeedChange> some;
        do
        {
            some = await SomeAsync(connection, last);
            last = some.Count > 0 ? some[^1].Seq : last;
            lock (_lock)
            {
                _changes.AddRange(some);
                _changes.RemoveRange(0, Math.Max(0, _changes.Count - ChangesKept));
                _last = last;
            }
        }
        while (some.Count == ChangesAtOnce);

        return new DoorNews(last, await DoorCounts.ReadAsync(connection, null, [performance.Value], CancellationToken.None));
    }

    private async Task<long> LastAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("SELECT seq FROM checkin_doors WHERE performance_id = @performance", connection);
        return (long)(await command.With("performance", performance.Value).ExecuteScalarAsync() ?? 0L);
    }

    private async Task<List<FeedChange>> SomeAsync(NpgsqlConnection connection, long since)
    {
        await using var command = Read.On(connection).With("performance", performance.Value).With("since", since).With("max", ChangesAtOnce);
        await command.PrepareAsync(CancellationToken.None);
        await using var reader = await command.ExecuteReaderAsync(CancellationToken.None);
        List<FeedChange> changes = [];
        while (await reader.ReadAsync())
        {
            changes.Add(ChangeOf(reader));
        }

        return changes;
    }

    private static FeedChange ChangeOf(NpgsqlDataReader reader) => new(
        reader.GetInt64("seq"), reader.IsDBNull("ticket_id") ? null : PackRows.RowOf(reader),
        EnumWords.FromWord<CheckInChangeKind>(reader.GetString("kind")) == CheckInChangeKind.Ticket);
}

/// <summary>The feeds of this instance.</summary>
internal sealed class DoorFeeds(NpgsqlDataSource database)
{
    private const int FeedsMax = 200;

    private readonly ConcurrentDictionary<(PerformanceId, string), DoorFeed> _feeds = new();

    /// <param name="epoch">Another one begins anew: after a restore numbers are given out again.</param>
    public DoorFeed Of(PerformanceId performance, string epoch)
    {
        if (_feeds.Count >= FeedsMax)
        {
            _feeds.Clear();
        }

        return _feeds.GetOrAdd((performance, epoch), _ => new DoorFeed(database, performance));
    }
}
