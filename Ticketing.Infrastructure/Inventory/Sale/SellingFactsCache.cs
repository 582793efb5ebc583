using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Inventory.Sale;

/// <summary>
/// An in-memory cache of selling facts, so that a hold reads seats only. While PostgreSQL is available, entries are at most
/// <see cref="WaitFrom"/> old, which bounds the delay until a pause or a new price applies.
/// </summary>
public sealed partial class SellingFactsCache(SellingFactsReader reader, ILogger<SellingFactsCache> logger)
{
    private const int PerformancesMax = 2048;

    private static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WaitFrom = TimeSpan.FromSeconds(2);

    // During a PostgreSQL outage older entries are sufficient to queue a hold, which PostgreSQL decides.
    private static readonly TimeSpan UsableFor = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<PerformanceId, Entry> _entries = new();
    private readonly ConcurrentDictionary<PerformanceId, Lazy<Task<SellingFacts?>>> _firstReads = new();

    /// <summary>The facts of a performance. Null: there is none, or it is not public (a draft, or of an organization that may not sell).</summary>
    public ValueTask<SellingFacts?> GetAsync(PerformanceId performance, CancellationToken cancellationToken = default)
    {
        if (!_entries.TryGetValue(performance, out var entry) || entry.Age >= UsableFor)
        {
            return new ValueTask<SellingFacts?>(ReadFirstAsync(performance).WaitAsync(cancellationToken));
        }

        entry.IsInUse = true;
        if (entry.Age < FreshFor || !entry.TryBeginRefresh())
        {
            return new ValueTask<SellingFacts?>(entry.Facts);
        }

        // Under load the refresh runs in the background; after an idle period the first caller awaits it.
        var refresh = RefreshAsync(performance, entry);
        return entry.Age < WaitFrom
            ? new ValueTask<SellingFacts?>(entry.Facts)
            : new ValueTask<SellingFacts?>(refresh.WaitAsync(cancellationToken));
    }

    /// <summary>
    /// The facts for an order that was placed while the performance was public: it may finish, so they are read also when the public does
    /// not see the performance any more; then they are not kept. Null: there is no such performance.
    /// </summary>
    public async ValueTask<SellingFacts?> GetForOrderAsync(PerformanceId performance, CancellationToken cancellationToken) =>
        await GetAsync(performance, cancellationToken) ?? await reader.FindAsync(performance, cancellationToken);

    /// <summary>Removes an entry after a change at this instance.</summary>
    public void Invalidate(PerformanceId performance) => _entries.TryRemove(performance, out _);

    // Concurrent first readers share one read, which no single caller can cancel.
    private async Task<SellingFacts?> ReadFirstAsync(PerformanceId performance)
    {
        var read = _firstReads.GetOrAdd(performance, id => new Lazy<Task<SellingFacts?>>(() => ReadAndKeepAsync([id], id, ReadTimeout)));
        try
        {
            return await read.Value;
        }
        finally
        {
            _firstReads.TryRemove(KeyValuePair.Create(performance, read));
        }
    }

    // Never throws: a failure is logged and returns the old entry.
    private async Task<SellingFacts?> RefreshAsync(PerformanceId performance, Entry entry)
    {
        // Refreshes all used entries that are about to become stale in the same round trip.
        List<KeyValuePair<PerformanceId, Entry>> round =
        [
            new(performance, entry),
            .. _entries.Where(other => other.Value is { IsInUse: true } use && use.Age >= FreshFor / 2 && use.TryBeginRefresh()),
        ];
        try
        {
            return await ReadAndKeepAsync(round.ConvertAll(each => each.Key), performance, TimeSpan.Zero);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            LogNotRefreshed(performance.Value, failure.Message);
            return entry.Facts;
        }
        finally
        {
            round.ForEach(each => each.Value.EndRefresh());
        }
    }

    private async Task<SellingFacts?> ReadAndKeepAsync(List<PerformanceId> performances, PerformanceId requested, TimeSpan timeout)
    {
        var facts = await DatabaseRetry.RunAsync(
            () => reader.ReadAsync(performances, CancellationToken.None), timeout, CancellationToken.None);
        if (_entries.Count + facts.Count > PerformancesMax)
        {
            // Bounds the cache; far more than are on sale at once.
            _entries.Clear();
        }

        foreach (var each in facts)
        {
            _entries[each.Terms.Performance] = new Entry(each);
        }

        foreach (var missing in performances.Except(facts.Select(each => each.Terms.Performance)))
        {
            _entries.TryRemove(missing, out _);
        }

        return facts.Find(each => each.Terms.Performance == requested);
    }

    private sealed class Entry(SellingFacts facts)
    {
        private readonly long _readAt = Environment.TickCount64;
        private int _refreshing;

        public SellingFacts Facts => facts;

        public TimeSpan Age => TimeSpan.FromMilliseconds(Environment.TickCount64 - _readAt);

        /// <summary>Whether the entry was used since it was read.</summary>
        public bool IsInUse { get; set; }

        public bool TryBeginRefresh() => Interlocked.Exchange(ref _refreshing, 1) == 0;

        public void EndRefresh() => Volatile.Write(ref _refreshing, 0);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Refreshing the selling facts of {PerformanceId} and others failed: {Reason}")]
    private partial void LogNotRefreshed(Guid performanceId, string reason);
}
