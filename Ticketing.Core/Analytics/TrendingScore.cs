namespace Ticketing.Core.Analytics;

/// <summary>What happened at an event in one hour.</summary>
/// <param name="HoursAgo">Full hours between its begin and now.</param>
/// <param name="Orders">Paid orders.</param>
public readonly record struct EventHour(double HoursAgo, long Views, long Orders);

/// <summary>How much an event is asked for at present.</summary>
public static class TrendingScore
{
    /// <summary>Hours that count, back from now.</summary>
    public const int Hours = 24;

    private const double HalfLifeHours = 24;
    private const double PointsPerOrder = 10;
    private const double PointsPerSoldPercent = 5;
    private const double SoldOutPercent = 100;

    /// <summary>
    /// Views, ten times the orders, each hour's share halving after a day, and five times the sold part of the seats. Nothing for an event
    /// that is sold out: nobody could buy what the list shows.
    /// </summary>
    /// <param name="soldPercent">Sold seats of the performances to come, of all their seats, from 0 to 100.</param>
    public static double Of(IEnumerable<EventHour> hours, double soldPercent)
    {
        ArgumentNullException.ThrowIfNull(hours);
        return soldPercent >= SoldOutPercent
            ? 0
            : (PointsPerSoldPercent * soldPercent) + hours.Sum(hour =>
                (hour.Views + (PointsPerOrder * hour.Orders)) * Math.Pow(0.5, hour.HoursAgo / HalfLifeHours));
    }
}
