namespace Ticketing.App.Catalog.Pages;

internal static class Weekends
{
    /// <summary>The Friday of this weekend, while it lasts, else of the next.</summary>
    public static DateOnly FridayOf(DateOnly today) => today.DayOfWeek switch
    {
        DayOfWeek.Saturday => today.AddDays(-1),
        DayOfWeek.Sunday => today.AddDays(-2),
        _ => today.AddDays(DayOfWeek.Friday - today.DayOfWeek),
    };
}
