namespace Ticketing.Core.Analytics.Dashboards;

/// <summary>The time that a dashboard's chart shows, until now.</summary>
public enum DashboardRange
{
    /// <summary>60 minutes by minute.</summary>
    Hour,

    /// <summary>24 hours by hour.</summary>
    Day,

    /// <summary>30 days by day.</summary>
    Month,

    /// <summary>90 days by day.</summary>
    Quarter,
}

public static class DashboardRanges
{
    /// <summary>The width of the chart's periods.</summary>
    public static SalesStep StepOf(DashboardRange range) => range switch
    {
        DashboardRange.Hour => SalesStep.Minute,
        DashboardRange.Day => SalesStep.Hour,
        DashboardRange.Month or DashboardRange.Quarter => SalesStep.Day,
    };

    /// <summary>The begin of the first period.</summary>
    /// <param name="zone">The zone of days and periods.</param>
    public static DateTimeOffset BeginOf(DashboardRange range, TimeZoneInfo zone, DateTimeOffset now) =>
        new SalesCalendar(zone, StepOf(range)).StartBefore(now, PeriodsBeforeLastOf(range));

    private static int PeriodsBeforeLastOf(DashboardRange range) => range switch
    {
        DashboardRange.Hour => 59,
        DashboardRange.Day => 23,
        DashboardRange.Month => 29,
        DashboardRange.Quarter => 89,
    };
}
