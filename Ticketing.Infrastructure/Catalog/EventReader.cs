using System.Collections.Concurrent;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Catalog;

/// <summary>
/// Reads one public event with its seat counts, for its page and its files. Keeps a bounded number of events for a second, so that a peak
/// on one event is one read a second; during an outage of PostgreSQL what was read last is used. Sales do not read it.
/// </summary>
public sealed class EventReader(CatalogLoader loader, ISeatCounter counts, CatalogRefresher refresher, TimeProvider time)
{
    private const int KeptMax = 500;
    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, Kept> _kept = new(StringComparer.Ordinal);

    /// <summary>The event with this slug; null: there is none.</summary>
    public Task<CatalogDetails?> FindAsync(string slug, CancellationToken cancellationToken) =>
        ReadAsync("e " + slug, stop => loader.FindAsync(slug, stop), cancellationToken);

    /// <summary>The performance with its event; null: there is none.</summary>
    public async Task<(CatalogDetails Details, CatalogPerformance Performance)?> FindAsync(PerformanceId id, CancellationToken cancellationToken)
    {
        var details = await ReadAsync("p " + id, stop => loader.FindAsync(id, stop), cancellationToken);
        return details?.Event.Performances.SingleOrDefault(one => one.Id == id) is { } performance ? (details, performance) : null;
    }

    /// <summary>The next events from the catalogue's tables: the list while the search is unavailable.</summary>
    public async Task<IReadOnlyList<CatalogHit>> NextAsync(int count, CancellationToken cancellationToken)
    {
        return await HitsOfAsync(await loader.NextAsync(count, cancellationToken), cancellationToken);
    }

    /// <summary>The next events of an organizer, by date.</summary>
    public async Task<IReadOnlyList<CatalogHit>> NextOfAsync(OrganizationId organizer, int count, CancellationToken cancellationToken) =>
        await HitsOfAsync(await loader.NextOfAsync(organizer, count, cancellationToken), cancellationToken);

    /// <summary>Forgets what was read.</summary>
    public void Clear() => _kept.Clear();

    private async Task<IReadOnlyList<CatalogHit>> HitsOfAsync(IReadOnlyList<CatalogEvent> events, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var open = events.SelectMany(entry => entry.Performances).Where(performance => IsComing(performance, now)).ToList();
        var counted = new CatalogSeats(
            open.Count == 0 ? [] : await counts.OfAsync(open.ConvertAll(performance => performance.Id), cancellationToken));

        // A date may have been cancelled between the two reads of the loader.
        return
        [
            .. events.Where(entry => entry.Performances.Any(performance => IsComing(performance, now)))
                .Select(entry => HitOf(entry, counted, now)).OrderBy(hit => hit.Rank),
        ];
    }

    // A cancelled date does not come, and of a postponed one the day is not known.
    private static bool IsComing(CatalogPerformance performance, DateTimeOffset now) =>
        performance.StartsAt > now && performance.Status is not (PerformanceStatus.Cancelled or PerformanceStatus.Postponed);

    private static CatalogHit HitOf(CatalogEvent entry, CatalogSeats counted, DateTimeOffset now)
    {
        var open = entry.Performances.Where(performance => IsComing(performance, now)).ToList();
        var next = open.MinBy(performance => performance.StartsAt)!;
        return new CatalogHit(
            new CatalogEntry(entry.Id, entry.Slug, entry.Title, entry.Category, entry.Summary, entry.ArtworkSeed, entry.Organizer.Name)
            {
                Picture = entry.Picture,
            },
            new CatalogDate(next.Id, next.Venue, next.StartsAt), open.Count, counted.PriceFrom(open),
            open.Min(performance => counted.AvailabilityOf(performance, now)), open.Sum(performance => counted.Of(performance).Free), null,
            next.StartsAt.ToUnixTimeSeconds());
    }

    private async Task<CatalogDetails?> ReadAsync(
        string key, Func<CancellationToken, Task<CatalogEvent?>> findAsync, CancellationToken cancellationToken)
    {
        await refresher.RequestedAsync(cancellationToken);
        if (_kept.Count >= KeptMax)
        {
            _kept.Clear();
        }

        var kept = _kept.GetOrAdd(key, _ => new Kept());
        if (kept.Current is { } current)
        {
            return current.Details;
        }

        // One read for all that wait: a cancelled request does not end it for the others.
        await kept.Reading.WaitAsync(cancellationToken);
        try
        {
            if (kept.Current is null)
            {
                kept.Set(await LoadAsync(findAsync, CancellationToken.None));
            }
        }
        catch (Exception cause) when (kept.Last is not null && DatabaseRetry.IsTransient(cause))
        {
            return kept.Last.Details;
        }
        finally
        {
            kept.Reading.Release();
        }

        return kept.Last!.Details;
    }

    private async Task<CatalogDetails?> LoadAsync(Func<CancellationToken, Task<CatalogEvent?>> findAsync, CancellationToken cancellationToken)
    {
        if (await findAsync(cancellationToken) is not { } found)
        {
            return null;
        }

        var now = time.GetUtcNow();
        var ids = found.Performances.Where(performance => performance.EndsAt > now).Select(performance => performance.Id).ToList();
        return new CatalogDetails(found, ids.Count == 0 ? CatalogSeats.None : new CatalogSeats(await counts.OfAsync(ids, cancellationToken)));
    }

    private sealed class Kept
    {
        private Result? _last;

        public SemaphoreSlim Reading { get; } = new(1, 1);

        public Result? Last => Volatile.Read(ref _last);

        /// <summary>Null: too old, or never read.</summary>
        public Result? Current => Last is { } last && CatalogRefresher.Age(last.ReadAt) < KeptFor ? last : null;

        public void Set(CatalogDetails? details) => Volatile.Write(ref _last, new Result(details, Environment.TickCount64));
    }

    /// <param name="Details">Null: there is no such event.</param>
    private sealed record Result(CatalogDetails? Details, long ReadAt);
}
