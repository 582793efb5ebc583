using Ticketing.Core.Catalog;
using Ticketing.Core.Catalog.Search;

namespace Ticketing.App.Catalog.Pages;

internal static class Weekends
{
    /// <summary>Friday to Sunday, as bounds of a search.</summary>
    public static CatalogQuery Query(DateOnly friday) => new() { From = TimeBound.On(friday), To = TimeBound.On(friday.AddDays(2)) };

    /// <summary>The weekend that a link offers: this one while it has events left, else the next one.</summary>
    public static async Task<(DateOnly Friday, bool IsNext)> OfferedAsync(ISearchEngine engine, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var friday = DateWords.FridayOf(DateOnly.FromDateTime(now.UtcDateTime));
        var left = await engine.SearchAsync(Query(friday) with { Limit = 1, WithFacets = false }, cancellationToken);
        return left.Hits.Count > 0 ? (friday, false) : (friday.AddDays(7), true);
    }
}
