using System.Globalization;
using Microsoft.Extensions.Localization;
using Ticketing.Core.Analytics;
using Ticketing.Core.Analytics.Dashboards;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;

namespace Ticketing.App.Analytics.Organizer;

/// <summary>Texts and formats of dashboards.</summary>
internal static class FigureTexts
{
    /// <summary>Zone of times that concern several venues.</summary>
    public const string NoZone = "UTC";

    public static string Money(long amount, string currency) => new Money(amount, currency).Format(CultureInfo.CurrentCulture);

    public static string Number(long number) => number.ToString("N0", CultureInfo.CurrentCulture);

    public static string Percent(long part, long whole) =>
        (whole == 0 ? 0 : (double)part / whole).ToString("P0", CultureInfo.CurrentCulture);

    /// <summary>Seats sold and not returned, of all currencies.</summary>
    public static long SoldOf(IEnumerable<SalesTotal> totals) => totals.Sum(total => total.Sums.Seats - total.Sums.SeatsReturned);

    public static string Describe(DashboardRange range, IStringLocalizer<Texts> texts) => range switch
    {
        DashboardRange.Hour => texts["60 minutes"],
        DashboardRange.Day => texts["24 hours"],
        DashboardRange.Month => texts["30 days"],
        DashboardRange.Quarter => texts["90 days"],
    };

    /// <summary>A period by its begin: <c>28 Nov</c>, <c>20:00</c>.</summary>
    public static string Describe(SalesPeriod period, SalesStep by) => by switch
    {
        SalesStep.Day => period.Start.ToString(CultureInfo.CurrentCulture.TwoLetterISOLanguageName == "en" ? "d MMM" : "d. MMM", CultureInfo.CurrentCulture),
        SalesStep.Hour or SalesStep.Minute => VenueTime.Time(period.Start, CultureInfo.CurrentCulture),
    };

    public static string Describe(SaleState state, IStringLocalizer<Texts> texts) => state switch
    {
        SaleState.NotYetOnSale => texts["Not on sale yet"],
        SaleState.OnSale => texts["On sale"],
        SaleState.Paused => texts["Paused"],
        SaleState.Ended => texts["Sale ended"],
        SaleState.Cancelled => texts["Cancelled"],
        SaleState.Postponed => texts["Postponed"],
    };

    public static string BadgeOf(SaleState state) => state switch
    {
        SaleState.OnSale => "badge-success",
        SaleState.NotYetOnSale => "badge-info",
        SaleState.Paused or SaleState.Postponed => "badge-warning",
        SaleState.Cancelled => "badge-danger",
        SaleState.Ended => "",
    };

    /// <summary>An event's status as <see cref="EventStatus"/> in words; others are shown as they are.</summary>
    public static string DescribeEvent(string status, IStringLocalizer<Texts> texts) => status switch
    {
        "draft" => texts["Draft"],
        "published" => texts["Published"],
        "hidden" => texts["Hidden"],
        "cancelled" => texts["Cancelled"],
        _ => status,
    };

    public static string BadgeOfEvent(string status) => status switch
    {
        "published" => "badge-success",
        "hidden" => "badge-warning",
        "cancelled" => "badge-danger",
        _ => "",
    };

    public static string Channel(string channel, IStringLocalizer<Texts> texts) => channel switch
    {
        SalesChannels.Web => texts["Website"],
        SalesChannels.BoxOffice => texts["Box office"],
        _ => channel,
    };
}
