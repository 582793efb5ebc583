using Ticketing.Core.Access;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;

namespace Ticketing.Core.Analytics;

/// <summary>What figures are grouped by beside time and currency.</summary>
public enum SalesGroup
{
    Tier,
    Section,
    Channel,
}

/// <summary>Reads a performance's figures by time. For those who may see them (<see cref="Caller.SeesFiguresOf(OrganizationId, EventId)"/>).</summary>
/// <param name="From">See <see cref="SalesRange.Of"/>; also for <paramref name="To"/>.</param>
/// <param name="Zone">The zone of days and periods; null: the venue's.</param>
public sealed record ReadSales(
    PerformanceId Performance, TimeBound? From, TimeBound? To, SalesStep By, IReadOnlySet<SalesGroup> Groups, TimeZoneInfo? Zone,
    Caller Caller);

public enum ReadSalesRefusal
{
    /// <summary>There is no such performance, or the caller may not see its figures.</summary>
    NotFound,

    /// <summary>See <see cref="SalesRangeRefusal"/>; also for the following.</summary>
    OutOfCalendar,
    Reversed,
    TooLong,
}

/// <summary>A performance's figures by time. Periods without sales and returns are left out.</summary>
/// <param name="Totals">One for each currency.</param>
public sealed record SalesReport(
    PerformanceId Performance, TimeZoneInfo Zone, SalesRange Range, IReadOnlyList<SalesReportLine> Lines, IReadOnlyList<SalesTotal> Totals);

/// <summary>Figures of a period.</summary>
/// <param name="Tier">Null: not grouped by tier; likewise the other groups.</param>
public sealed record SalesReportLine(
    SalesPeriod Period, SalesTier? Tier, string? Section, string? Channel, string Currency, SalesSums Sums);

/// <param name="Name">Its present name.</param>
public sealed record SalesTier(PriceTierId Id, string Name);

public sealed record SalesTotal(string Currency, SalesSums Sums)
{
    /// <summary>The sums by currency, in the order of currencies.</summary>
    public static IReadOnlyList<SalesTotal> Of(IEnumerable<(string Currency, SalesSums Sums)> lines) =>
    [
        .. lines.GroupBy(line => line.Currency, line => line.Sums)
            .Select(currency => new SalesTotal(currency.Key, currency.Aggregate(SalesSums.Add)))
            .OrderBy(total => total.Currency, StringComparer.Ordinal),
    ];
}

/// <summary>Reads an event's figures by performance and tier. For those who may see them.</summary>
public sealed record ReadRevenue(EventId Event, Caller Caller);

/// <param name="Totals">One for each currency.</param>
public sealed record RevenueReport(
    EventId Event, string Title, IReadOnlyList<PerformanceRevenue> Performances, IReadOnlyList<SalesTotal> Totals);

/// <param name="StartsAt">In the venue's local time.</param>
/// <param name="Totals">One for each currency.</param>
public sealed record PerformanceRevenue(
    PerformanceId Performance, DateTimeOffset StartsAt, string TimeZone, string Venue, string City, IReadOnlyList<TierRevenue> Tiers,
    IReadOnlyList<SalesTotal> Totals);

public sealed record TierRevenue(SalesTier Tier, string Currency, SalesSums Sums);
