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
}
