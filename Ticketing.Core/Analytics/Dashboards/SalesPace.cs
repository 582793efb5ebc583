namespace Ticketing.Core.Analytics.Dashboards;

/// <summary>Seats sold of a performance until that many days before it; returned ones are subtracted.</summary>
/// <param name="DaysBefore">By the venue's clocks; 0: the day of the performance.</param>
public readonly record struct PacePoint(int DaysBefore, long Seats);

/// <summary>How a performance sells towards its day. Two performances compare by their days before.</summary>
/// <param name="Points">From the first day with sales to today, or to the day of the performance. Days without a change are left out.</param>
public sealed record SalesPace(IReadOnlyList<PacePoint> Points)
{
    /// <summary>Without sales.</summary>
    public static SalesPace None { get; } = new([]);

    /// <summary>Adds up the seats of days, in any order.</summary>
    /// <param name="daysLeft">Until the performance; 0 or less: it is today or over.</param>
    public static SalesPace Of(IEnumerable<PacePoint> days, int daysLeft)
    {
        var points = new List<PacePoint>();
        var seats = 0L;
        foreach (var day in days.OrderByDescending(day => day.DaysBefore))
        {
            seats += day.Seats;
            points.Add(day with { Seats = seats });
        }

        var last = Math.Max(0, daysLeft);
        if (points.Count > 0 && points[^1].DaysBefore > last)
        {
            points.Add(new PacePoint(last, seats));
        }

        return new SalesPace(points);
    }

    /// <summary>Seats sold until the end of the day that many days before; 0 before the first sale.</summary>
    public long At(int daysBefore)
    {
        var seats = 0L;
        foreach (var point in Points)
        {
            if (point.DaysBefore < daysBefore)
            {
                break;
            }

            seats = point.Seats;
        }

        return seats;
    }
}
