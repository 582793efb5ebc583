using Ticketing.Core.Analytics;
using Ticketing.Core.Common;

namespace Ticketing.App.Analytics.Api;

/// <summary>Figures in one currency: gross - discount - refunded = net.</summary>
/// <param name="Orders">Paid orders, free ones included. Each counts once, at its first seat.</param>
/// <param name="Seats">Seats sold, whether they were returned later or not.</param>
/// <param name="SeatsReturned">Seats sold and returned.</param>
/// <param name="Gross">Prices, fees, and tax where it is added, before discounts.</param>
/// <param name="Discount">Discounts by promo codes.</param>
/// <param name="Refunded">Refunds, also those under way, and lost disputes.</param>
/// <param name="Net">What is left.</param>
/// <param name="Fees">The site's fees, contained in gross.</param>
/// <param name="Tax">Tax, contained in gross.</param>
public sealed record FiguresAnswer(
    long Orders, long Seats, long SeatsReturned, Money Gross, Money Discount, Money Refunded, Money Net, Money Fees, Money Tax)
{
    internal static FiguresAnswer Of(SalesSums sums, string currency) => new(
        sums.Orders, sums.Seats, sums.SeatsReturned, new Money(sums.Gross, currency), new Money(sums.Discount, currency),
        new Money(sums.Refunded, currency), new Money(sums.Net, currency), new Money(sums.Fees, currency), new Money(sums.Tax, currency));

    internal static IReadOnlyList<FiguresAnswer> Of(IEnumerable<SalesTotal> totals) =>
        [.. totals.Select(total => Of(total.Sums, total.Currency))];
}

public sealed record TierName(Guid Id, string Name)
{
    internal static TierName Of(SalesTier tier) => new(tier.Id.Value, tier.Name);
}

/// <param name="TimeZone">The zone of the periods.</param>
/// <param name="From">Begin of the span.</param>
/// <param name="To">End of the span, not included.</param>
/// <param name="Items">Periods with sales or returns, oldest first.</param>
/// <param name="Totals">The sums, one for each currency.</param>
public sealed record SalesAnswer(
    Guid Performance, string TimeZone, DateTimeOffset From, DateTimeOffset To, SalesStep By, IReadOnlyList<SalesPeriodAnswer> Items,
    IReadOnlyList<FiguresAnswer> Totals)
{
    internal static SalesAnswer Of(SalesReport report, SalesStep by) => new(
        report.Performance.Value, report.Zone.Id, TimeZoneInfo.ConvertTime(report.Range.From, report.Zone),
        TimeZoneInfo.ConvertTime(report.Range.To, report.Zone), by, [.. report.Lines.Select(SalesPeriodAnswer.Of)],
        FiguresAnswer.Of(report.Totals));
}

/// <param name="Start">Local time with its offset: the hour that clocks show twice differs in it.</param>
/// <param name="End">Not included.</param>
/// <param name="Tier">Null unless grouped by tier; likewise section and channel.</param>
public sealed record SalesPeriodAnswer(
    DateTimeOffset Start, DateTimeOffset End, TierName? Tier, string? Section, string? Channel, FiguresAnswer Figures)
{
    internal static SalesPeriodAnswer Of(SalesReportLine line) => new(
        line.Period.Start, line.Period.End, line.Tier is { } tier ? TierName.Of(tier) : null, line.Section, line.Channel,
        FiguresAnswer.Of(line.Sums, line.Currency));
}

/// <param name="Performances">By their start.</param>
/// <param name="Totals">The sums, one for each currency.</param>
public sealed record RevenueAnswer(
    Guid Event, string Title, IReadOnlyList<PerformanceRevenueAnswer> Performances, IReadOnlyList<FiguresAnswer> Totals)
{
    internal static RevenueAnswer Of(RevenueReport report) => new(
        report.Event.Value, report.Title, [.. report.Performances.Select(PerformanceRevenueAnswer.Of)], FiguresAnswer.Of(report.Totals));
}

/// <param name="StartsAt">In the venue's local time.</param>
/// <param name="Tiers">Also those without sales.</param>
public sealed record PerformanceRevenueAnswer(
    Guid Performance, DateTimeOffset StartsAt, string TimeZone, string Venue, string City, IReadOnlyList<TierRevenueAnswer> Tiers,
    IReadOnlyList<FiguresAnswer> Totals)
{
    internal static PerformanceRevenueAnswer Of(PerformanceRevenue revenue) => new(
        revenue.Performance.Value, revenue.StartsAt, revenue.TimeZone, revenue.Venue, revenue.City,
        [.. revenue.Tiers.Select(tier => new TierRevenueAnswer(TierName.Of(tier.Tier), FiguresAnswer.Of(tier.Sums, tier.Currency)))],
        FiguresAnswer.Of(revenue.Totals));
}

public sealed record TierRevenueAnswer(TierName Tier, FiguresAnswer Figures);

/// <param name="TimeZone">The zone of "today": of the venue of the event's first performance.</param>
/// <param name="From">First day.</param>
/// <param name="To">Last day.</param>
/// <param name="Items">Days on which something happened, oldest first.</param>
public sealed record FunnelAnswer(
    Guid Event, string Title, string TimeZone, DateOnly From, DateOnly To, IReadOnlyList<FunnelDayAnswer> Items, FunnelFigures Totals)
{
    internal static FunnelAnswer Of(FunnelReport report) => new(
        report.Event.Value, report.Title, report.Zone.Id, report.From, report.To,
        [.. report.Days.Select(day => new FunnelDayAnswer(day.Day, FunnelFigures.Of(day.Sums)))], FunnelFigures.Of(report.Totals));
}

/// <param name="Day">By the clocks of the performance's venue.</param>
public sealed record FunnelDayAnswer(DateOnly Day, FunnelFigures Figures);

/// <summary>Each is counted on the day on which it happened: a hold of one day can be an order of the next.</summary>
/// <param name="Holds">New holds.</param>
/// <param name="SeatsHeld">Seats that became held.</param>
/// <param name="HoldsExpired">Holds that ended by time, without an order.</param>
/// <param name="HoldsReleased">Holds that their owners gave back.</param>
/// <param name="Orders">New orders, free ones included.</param>
/// <param name="Paid">Orders that were paid, free ones included.</param>
/// <param name="Refunded">Orders that were refunded in whole.</param>
public sealed record FunnelFigures(
    long Holds, long SeatsHeld, long HoldsExpired, long HoldsReleased, long Orders, long Paid, long Refunded)
{
    internal static FunnelFigures Of(FunnelSums sums) => new(
        sums.Holds, sums.SeatsHeld, sums.HoldsExpired, sums.HoldsReleased, sums.Orders, sums.Paid, sums.Refunded);
}
