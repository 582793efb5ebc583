namespace Ticketing.Core.Analytics.Dashboards;

/// <summary>Figures of a period in one currency, as the database adds them up.</summary>
/// <param name="At">In the period.</param>
public readonly record struct PeriodSums(DateTimeOffset At, string Currency, SalesSums Sums);

/// <summary>A bar of a chart. Periods without sales and returns have one, too.</summary>
/// <param name="Totals">One for each currency; empty: nothing happened.</param>
public sealed record SeriesPeriod(SalesPeriod Period, IReadOnlyList<SalesTotal> Totals)
{
    public long Seats => Totals.Sum(total => total.Sums.Seats);

    public long SeatsReturned => Totals.Sum(total => total.Sums.SeatsReturned);
}

/// <summary>Sales over time, oldest first.</summary>
public sealed record SalesSeries(SalesStep By, TimeZoneInfo Zone, IReadOnlyList<SeriesPeriod> Periods)
{
    /// <summary>Puts sums into the periods of a range; sums before it are left out.</summary>
    public static SalesSeries Of(IEnumerable<PeriodSums> sums, DashboardRange range, TimeZoneInfo zone, DateTimeOffset now)
    {
        var step = DashboardRanges.StepOf(range);
        var calendar = new SalesCalendar(zone, step);
        var byStart = sums.ToLookup(each => calendar.PeriodOf(each.At).Start.UtcTicks);
        var periods = new List<SeriesPeriod>();
        var begin = DashboardRanges.BeginOf(range, zone, now);
        for (var period = calendar.PeriodOf(begin); period.Start <= now; period = calendar.PeriodOf(period.End))
        {
            periods.Add(new SeriesPeriod(period, SalesTotal.Of(byStart[period.Start.UtcTicks].Select(each => (each.Currency, each.Sums)))));
        }

        return new SalesSeries(step, zone, periods);
    }
}
