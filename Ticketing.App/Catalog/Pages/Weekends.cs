using Ticketing.Core.Catalog;

namespace Ticketing.App.Catalog.Pages;

internal static class Weekends
{
    /// <summary>The Friday of the current weekend until Sunday, else of the next one.</summary>
    public static DateOnly FridayOf(DateOnly today) => today.DayOfWeek switch
    {
        DayOfWeek.Saturday => today.AddDays(-1),
        DayOfWeek.Sunday => today.AddDays(-2),
        _ => today.AddDays(DayOfWeek.Friday - today.DayOfWeek),
    };

    /// <summary>Friday to Sunday, as bounds of a search.</summary>
    public static CatalogQuery Query(DateOnly friday) => new() { From = TimeBound.On(friday), To = TimeBound.On(friday.AddDays(2)) };

    /// <summary>The weekend that a link offers: this one while it has events left, else the next one.</summary>
    public static (DateOnly Friday, bool IsNext) Offered(CatalogSnapshot catalog, DateTimeOffset now)
    {
        var friday = FridayOf(DateOnly.FromDateTime(now.UtcDateTime));
        return CatalogSearch.Run(catalog, Query(friday), now).Hits.Count > 0 ? (friday, false) : (friday.AddDays(7), true);
    }
}
