using System.Globalization;
using Ticketing.Core.Catalog;
using Ticketing.Core.Catalog.Search;

namespace Ticketing.Tests.Catalog.Search;

/// <summary>The filters' meaning, event by event in memory: what the search must agree with.</summary>
internal sealed class SearchModel(IReadOnlyList<CatalogEvent> events, CatalogSeats seats, DateTimeOffset now)
{
    public IReadOnlyList<Guid> Find(CatalogQuery query) =>
        [.. events.Where(entry => Dates(entry, query).Any()).Select(entry => entry.Id.Value).Order()];

    public Dictionary<string, int> Categories(CatalogQuery query) => Count(query with { Category = null }, (entry, _) => entry.Category);

    public Dictionary<string, int> Cities(CatalogQuery query) => Count(query with { City = null }, (_, date) => date.Venue.City);

    public Dictionary<string, int> Months(CatalogQuery query) => Count(
        query with { From = null, To = null }, (_, date) => date.StartsAtLocal.ToString("yyyy-MM", CultureInfo.InvariantCulture));

    private Dictionary<string, int> Count(CatalogQuery query, Func<CatalogEvent, CatalogPerformance, string> value) => events
        .SelectMany(entry => Dates(entry, query).Select(date => (value(entry, date), entry.Id))).Distinct()
        .GroupBy(pair => pair.Item1).ToDictionary(group => group.Key, group => group.Count());

    private IEnumerable<CatalogPerformance> Dates(CatalogEvent entry, CatalogQuery query) =>
        entry.IsCancelled || (query.Category is { } category && category != entry.Category)
            ? []
            : entry.Performances.Where(date => Fits(date, query));

    private bool Fits(CatalogPerformance date, CatalogQuery query)
    {
        var (day, price) = (DateOnly.FromDateTime(date.StartsAtLocal.DateTime), seats.PriceFrom(date) ?? date.PriceFrom);
        return date.StartsAt > now
            && (query.City is not { } city || SearchWords.Key(city) == SearchWords.Key(date.Venue.City))
            && (query.Near is not { } near || query.RadiusKm is not { } radius || near.DistanceKm(date.Venue.Position) <= radius)
            && (query.From is not { } from || (from.Day is { } first ? day >= first : date.StartsAt >= from.Instant))
            && (query.To is not { } to || (to.Day is { } last ? day <= last : date.StartsAt <= to.Instant))
            && (query.MinPrice is not { } min || ReferenceRates.EuroCents(date.PriceTo) >= min)
            && (query.MaxPrice is not { } max || ReferenceRates.EuroCents(price) <= max)
            && (!query.AvailableOnly || seats.AvailabilityOf(date, now).IsOpen())
            && (query.State is not { } state || seats.AvailabilityOf(date, now) == state);
    }
}
