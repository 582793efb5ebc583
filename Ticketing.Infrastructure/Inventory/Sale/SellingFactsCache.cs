using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Inventory.Sale;

/// <summary>
/// The selling facts of performances in this instance's memory, so that a hold reads nothing but seats. They are at most
/// <see cref="WaitFrom"/> old while PostgreSQL answers: that is how late a pause or a new price is noticed.
/// </summary>
public sealed partial class SellingFactsCache(SellingFactsReader reader, ILogger<SellingFactsCache> logger)
{
    private const int PerformancesMax = 2048;

    private static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WaitFrom = TimeSpan.FromSeconds(2);

    // With PostgreSQL away, what was true a minute ago is good enough to wait for it: the hold itself is judged there.
    private static readonly TimeSpan UsableFor = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ReadPatience = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<PerformanceId, Entry> _entries = new();
    private readonly ConcurrentDictionary<PerformanceId, Lazy<Task<SellingFacts?>>> _firstReads = new();

    /// <summary>The facts of a performance. Null: there is none, or it is not published.</summary>
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

        // In a crowd nobody waits for the news: they come for the next ones. After a pause the first one does.
        var refresh = RefreshAsync(performance, entry);
        return entry.Age < WaitFrom
            ? new ValueTask<SellingFacts?>(entry.Facts)
            : new ValueTask<SellingFacts?>(refresh.WaitAsync(cancellationToken));
    }

    /// <summary>Makes the next question read again: an organizer has changed something here.</summary>
    public void Invalidate(PerformanceId performance) => _entries.TryRemove(performance, out _);

    // Everybody who comes to a performance that nobody here has asked about waits for one read: its own end, not the first asker's.
    private async Task<SellingFacts?> ReadFirstAsync(PerformanceId performance)
    {
        var read = _firstReads.GetOrAdd(performance, id => new Lazy<Task<SellingFacts?>>(() => ReadAndKeepAsync([id], id, ReadPatience)));
        try
        {
            return await read.Value;
        }
        finally
        {
            _firstReads.TryRemove(KeyValuePair.Create(performance, read));
        }
    }

    // Never fails: what goes wrong is logged here, and there is what there was.
    private async Task<SellingFacts?> RefreshAsync(PerformanceId performance, Entry entry)
    {
        // With a hundred performances on sale, whoever finds one old reads anew all that others are about to find old.
        List<KeyValuePair<PerformanceId, Entry>> round =
            [new(performance, entry), .. _entries.Where(other => other.Value is { IsInUse: true } use && use.Age >= FreshFor / 2 && use.TryBeginRefresh())];
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

    private async Task<SellingFacts?> ReadAndKeepAsync(List<PerformanceId> performances, PerformanceId asked, TimeSpan patience)
    {
        var facts = await DatabaseRetry.RunAsync(() => reader.ReadAsync(performances, CancellationToken.None), patience, CancellationToken.None);
        if (_entries.Count + facts.Count > PerformancesMax)
        {
            // Far more than are on sale at once: start over rather than grow.
            _entries.Clear();
        }

        foreach (var each in facts)
        {
            _entries[each.Terms.Performance] = new Entry(each);
        }

        foreach (var gone in performances.Except(facts.Select(each => each.Terms.Performance)))
        {
            _entries.TryRemove(gone, out _);
        }

        return facts.Find(each => each.Terms.Performance == asked);
    }

    private sealed class Entry(SellingFacts facts)
    {
        private readonly long _readAt = Environment.TickCount64;
        private int _refreshing;

        public SellingFacts Facts => facts;

        public TimeSpan Age => TimeSpan.FromMilliseconds(Environment.TickCount64 - _readAt);

        /// <summary>Whether somebody has asked since they were read.</summary>
        public bool IsInUse { get; set; }

        public bool TryBeginRefresh() => Interlocked.Exchange(ref _refreshing, 1) == 0;

        public void EndRefresh() => Volatile.Write(ref _refreshing, 0);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Selling facts of {PerformanceId} and others were not refreshed: {Reason}")]
    private partial void LogNotRefreshed(Guid performanceId, string reason);
}
