using System.Globalization;

namespace Ticketing.Core.Catalog;

/// <summary>Searches a snapshot. An event matches when one of its future performances matches all filters.</summary>
public static class CatalogSearch
{
    private const int WordsMax = 12;

    // Sorts events without a free seat behind every price.
    private const double NothingFreeRank = 1e15;

    public static CatalogAnswer Run(CatalogSnapshot catalog, CatalogQuery query, DateTimeOffset now)
    {
        var words = SearchableText.Words(query.Text ?? "", WordsMax);
        var found = new List<(CatalogEvent Event, double Score)>();
        foreach (var catalogEvent in catalog.Events)
        {
            var score = words.Length == 0 ? 1 : catalog.Texts[catalogEvent.Id].Score(words);
            if (score > 0 && !catalogEvent.IsCancelled)
            {
                found.Add((catalogEvent, score));
            }
        }

        var hits = new List<CatalogHit>();
        foreach (var (catalogEvent, score) in found)
        {
            if (Matches(query.Category, catalogEvent.Category)
                && Hit(catalog, catalogEvent, score, words.Length > 0, query, now) is { } hit)
            {
                hits.Add(hit);
            }
        }

        hits.Sort(static (a, b) => a.Rank != b.Rank ? a.Rank.CompareTo(b.Rank) : a.Event.Id.Value.CompareTo(b.Event.Id.Value));
        return new CatalogAnswer(hits, Facets(catalog, found.ConvertAll(one => one.Event), query, now));
    }

    private static CatalogHit? Hit(
        CatalogSnapshot catalog, CatalogEvent catalogEvent, double score, bool hasText, CatalogQuery query, DateTimeOffset now)
    {
        var fitting = catalogEvent.Performances.Where(performance => Fits(catalog, performance, query, now)).ToList();
        if (fitting.Count == 0)
        {
            return null;
        }

        var next = fitting.MinBy(performance => performance.StartsAt)!;
        var best = fitting.Min(performance => catalog.AvailabilityOf(performance, now));
        var cheapest = catalog.PriceFrom(fitting);
        var distance = query.Near?.DistanceKm(next.Venue.Position);
        var rank = query.Sort switch
        {
            CatalogSort.Relevance when hasText => -score,
            CatalogSort.Relevance or CatalogSort.Date => next.StartsAt.ToUnixTimeSeconds(),
            CatalogSort.Price => cheapest is { } price ? ReferenceRates.EuroCents(price) : NothingFreeRank,
            CatalogSort.Distance => distance ?? next.StartsAt.ToUnixTimeSeconds(),
            CatalogSort.Trending => -Demand(catalog, fitting),
        };
        return new CatalogHit(
            catalogEvent, next, fitting.Count, cheapest, best, fitting.Sum(performance => catalog.SeatsOf(performance).Free), distance,
            rank);
    }

    /// <summary>The share of sold and held seats over the performances that are not sold out.</summary>
    private static double Demand(CatalogSnapshot catalog, List<CatalogPerformance> performances)
    {
        double seats = 0, taken = 0;
        foreach (var performance in performances)
        {
            var free = catalog.SeatsOf(performance).Free;
            seats += performance.SeatCount;
            taken += free == 0 ? 0 : performance.SeatCount - free;
        }

        return seats == 0 ? 0 : taken / seats;
    }

    private static bool Fits(CatalogSnapshot catalog, CatalogPerformance performance, CatalogQuery query, DateTimeOffset now) =>
        FitsExceptCityAndDay(catalog, performance, query, now)
        && Matches(query.City, performance.Venue.City) && FitsDay(performance, query);

    private static bool FitsDay(CatalogPerformance performance, CatalogQuery query) =>
        query.From?.IsReachedBy(performance) != false && query.To?.IsNotPassedBy(performance) != false;

    private static bool FitsExceptCityAndDay(
        CatalogSnapshot catalog, CatalogPerformance performance, CatalogQuery query, DateTimeOffset now)
    {
        if (performance.StartsAt <= now)
        {
            return false;
        }

        if (query.Near is { } near && query.RadiusKm is { } radius && near.DistanceKm(performance.Venue.Position) > radius)
        {
            return false;
        }

        if ((query.MinPrice is { } min && ReferenceRates.EuroCents(performance.PriceTo) < min)
            || (query.MaxPrice is { } max && ReferenceRates.EuroCents(catalog.PriceFrom(performance) ?? performance.PriceFrom) > max))
        {
            return false;
        }

        return !query.AvailableOnly || catalog.AvailabilityOf(performance, now).IsOpen();
    }

    // Cities are typed into addresses: with or without accents, composed or decomposed.
    private static bool Matches(string? asked, string value) =>
        asked is null || string.Equals(Letters.Plain(asked), Letters.Plain(value), StringComparison.OrdinalIgnoreCase);

    /// <summary>Counts each facet under all other filters, so that a count is the result of choosing that value.</summary>
    private static CatalogFacets Facets(CatalogSnapshot catalog, List<CatalogEvent> found, CatalogQuery query, DateTimeOffset now)
    {
        var categories = new Dictionary<string, int>(StringComparer.Ordinal);
        var cities = new Dictionary<string, int>(StringComparer.Ordinal);
        var months = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var catalogEvent in found)
        {
            var open = catalogEvent.Performances.Where(performance => FitsExceptCityAndDay(catalog, performance, query, now)).ToList();
            if (open.Exists(performance => Matches(query.City, performance.Venue.City) && FitsDay(performance, query)))
            {
                Count(categories, catalogEvent.Category);
            }

            if (!Matches(query.Category, catalogEvent.Category))
            {
                continue;
            }

            foreach (var city in open.Where(performance => FitsDay(performance, query))
                .Select(performance => performance.Venue.City).Distinct())
            {
                Count(cities, city);
            }

            foreach (var month in open.Where(performance => Matches(query.City, performance.Venue.City))
                .Select(performance => performance.StartsAtLocal.ToString("yyyy-MM", CultureInfo.InvariantCulture)).Distinct())
            {
                Count(months, month);
            }
        }

        return new CatalogFacets(
            [.. Categories.All.Where(categories.ContainsKey).Select(category => new FacetCount(category, categories[category]))],
            [
                .. cities.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal)
                    .Select(pair => new FacetCount(pair.Key, pair.Value)),
            ],
            [.. months.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => new FacetCount(pair.Key, pair.Value))]);
    }

    private static void Count(Dictionary<string, int> counts, string value) => counts[value] = counts.GetValueOrDefault(value) + 1;
}
