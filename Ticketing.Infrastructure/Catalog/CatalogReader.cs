using Microsoft.Extensions.Logging;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;

namespace Ticketing.Infrastructure.Catalog;

/// <summary>
/// In-memory cache of the catalogue. Requests read an immutable <see cref="CatalogSnapshot"/>, without queries to the sales tables;
/// <see cref="CatalogWorker"/> refreshes it while there are requests. Content is at most six seconds old, counts of changing seats about
/// two. Sales do not read it.
/// </summary>
public sealed partial class CatalogReader(CatalogLoader loader, ISeatCounter counts, ILogger<CatalogReader> logger) : IDisposable
{
    /// <summary>Interval for counting the seats of performances with recent changes.</summary>
    public static readonly TimeSpan BusyPeriod = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan ContentPeriod = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan AllSeatsPeriod = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan IdleAfter = TimeSpan.FromSeconds(30);

    // A miss may be newer than the snapshot and causes a refresh; limits the query rate of requests for unknown slugs.
    private static readonly TimeSpan MissPeriod = TimeSpan.FromMilliseconds(250);

    private readonly SemaphoreSlim _loading = new(1, 1);
    private CatalogSnapshot? _current;
    private Dictionary<PerformanceId, SeatCount> _seats = [];
    private long _requestedAt = Environment.TickCount64;
    private long _contentAt = long.MinValue;
    private long _allSeatsAt = long.MinValue;

    /// <summary>The current snapshot; refreshed first if there were no requests for 30 seconds.</summary>
    public async ValueTask<CatalogSnapshot> SnapshotAsync(CancellationToken cancellationToken)
    {
        var idleSince = Interlocked.Exchange(ref _requestedAt, Environment.TickCount64);
        if (Volatile.Read(ref _current) is { } snapshot && Age(idleSince) < IdleAfter)
        {
            return snapshot;
        }

        return await RefreshAsync(ContentPeriod, cancellationToken);
    }

    /// <summary>Finds an event; refreshes a snapshot without it, so that new events are found at once.</summary>
    public async ValueTask<(CatalogSnapshot Catalog, CatalogEvent? Event)> FindAsync(string slug, CancellationToken cancellationToken)
    {
        var catalog = await SnapshotAsync(cancellationToken);
        if (catalog.Find(slug) is { } found)
        {
            return (catalog, found);
        }

        catalog = await RefreshAsync(MissPeriod, cancellationToken);
        return (catalog, catalog.Find(slug));
    }

    /// <inheritdoc cref="FindAsync(string, CancellationToken)"/>
    public async ValueTask<(CatalogSnapshot Catalog, (CatalogEvent Event, CatalogPerformance Performance)? Found)> FindAsync(
        PerformanceId id, CancellationToken cancellationToken)
    {
        var catalog = await SnapshotAsync(cancellationToken);
        if (catalog.Find(id) is { } found)
        {
            return (catalog, found);
        }

        catalog = await RefreshAsync(MissPeriod, cancellationToken);
        return (catalog, catalog.Find(id));
    }

    /// <summary>Reloads the content unless it is younger than <paramref name="ageMax"/>; zero also recounts all seats.</summary>
    public async Task<CatalogSnapshot> RefreshAsync(TimeSpan ageMax, CancellationToken cancellationToken)
    {
        await _loading.WaitAsync(cancellationToken);
        try
        {
            if (_current is not null && Age(_contentAt) < ageMax)
            {
                return _current;
            }

            return await LoadAsync(ageMax == TimeSpan.Zero || Age(_allSeatsAt) >= AllSeatsPeriod, cancellationToken);
        }
        finally
        {
            _loading.Release();
        }
    }

    /// <summary>One pass of the worker: reloads what is due; nothing while there are no requests.</summary>
    public async Task RefreshDueAsync(CancellationToken cancellationToken)
    {
        if (Age(Interlocked.Read(ref _requestedAt)) > IdleAfter || Volatile.Read(ref _current) is null)
        {
            return;
        }

        await _loading.WaitAsync(cancellationToken);
        try
        {
            if (Age(_contentAt) >= ContentPeriod)
            {
                await LoadAsync(Age(_allSeatsAt) >= AllSeatsPeriod, cancellationToken);
            }
            else
            {
                await CountBusyAsync(cancellationToken);
                Volatile.Write(ref _current, _current!.With(_seats));
            }
        }
        finally
        {
            _loading.Release();
        }
    }

    public void Dispose() => _loading.Dispose();

    private static TimeSpan Age(long tick) =>
        tick == long.MinValue ? TimeSpan.MaxValue : TimeSpan.FromMilliseconds(Environment.TickCount64 - tick);

    private async Task<CatalogSnapshot> LoadAsync(bool allSeats, CancellationToken cancellationToken)
    {
        var content = await loader.LoadAsync(cancellationToken);
        if (allSeats)
        {
            _seats = await counts.OfAllAsync(cancellationToken);
            _allSeatsAt = Environment.TickCount64;
        }
        else
        {
            await CountBusyAsync(cancellationToken);
            await CountNewAsync(content, cancellationToken);
        }

        _contentAt = Environment.TickCount64;
        var snapshot = content.With(_seats);
        Volatile.Write(ref _current, snapshot);
        LogLoaded(snapshot.Events.Length, _seats.Count);
        return snapshot;
    }

    private async Task CountBusyAsync(CancellationToken cancellationToken) => Merge(await counts.OfBusyAsync(cancellationToken));

    private async Task CountNewAsync(CatalogSnapshot content, CancellationToken cancellationToken)
    {
        var unknown = content.Events.SelectMany(@event => @event.Performances).Select(performance => performance.Id)
            .Where(id => !_seats.ContainsKey(id)).ToArray();
        if (unknown.Length > 0)
        {
            Merge(await counts.OfAsync(unknown, cancellationToken));
        }
    }

    // Snapshots share the dictionary, so it is replaced, not modified.
    private void Merge(Dictionary<PerformanceId, SeatCount> changed)
    {
        if (changed.Count > 0)
        {
            var next = new Dictionary<PerformanceId, SeatCount>(_seats);
            foreach (var (performance, count) in changed)
            {
                next[performance] = count;
            }

            _seats = next;
        }
    }

    [LoggerMessage(LogLevel.Debug, "Catalogue read: {Events} events, seats of {Performances} performances counted")]
    private partial void LogLoaded(int events, int performances);
}
