using System.Globalization;
using Microsoft.Extensions.Localization;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;

namespace Ticketing.App.Catalog.Pages;

/// <summary>Formats dates, prices and states of events in the visitor's language and the venue's local time.</summary>
internal sealed class CatalogTexts(IStringLocalizer<Texts> L)
{
    private static CultureInfo Culture => CultureInfo.CurrentCulture;

    private static bool IsGerman => Culture.TwoLetterISOLanguageName == "de";

    public string Category(string category) => category switch
    {
        Categories.Concert => L["Concerts"],
        Categories.Theatre => L["Theatre"],
        Categories.Classical => L["Classical"],
        Categories.Comedy => L["Comedy"],
        Categories.Sport => L["Sport"],
        Categories.Festival => L["Festivals"],
        Categories.Family => L["Family"],
        Categories.Dance => L["Dance"],
        Categories.Talk => L["Talks & literature"],
        _ => category,
    };

    /// <summary>Sat 28 Nov · 20:00</summary>
    public static string When(DateTimeOffset local) => $"{Day(local)} · {Time(local)}";

    /// <summary>Sat 28 Nov.</summary>
    public static string Day(DateTimeOffset local) => local.ToString(IsGerman ? "ddd, d. MMM" : "ddd d MMM", Culture);

    /// <summary>Saturday 28 November 2026</summary>
    public static string LongDay(DateTimeOffset local) => VenueTime.LongDay(local, Culture);

    public static string Time(DateTimeOffset local) => VenueTime.Time(local, Culture);

    public static string Month(string yearMonth) =>
        DateOnly.ParseExact(yearMonth + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture).ToString("MMMM yyyy", Culture);

    /// <summary>28 Nov – 5 Dec 2026, or one long day.</summary>
    public static string Range(DateTimeOffset first, DateTimeOffset last) => first.Date == last.Date
        ? LongDay(first)
        : $"{first.ToString(IsGerman ? "d. MMM" : "d MMM", Culture)} – {last.ToString(IsGerman ? "d. MMM yyyy" : "d MMM yyyy", Culture)}";

    public string Price(Money price) => price.Amount == 0 ? L["Free"] : price.Format(Culture);

    public string From(Money price) => price.Amount == 0 ? L["Free"] : L["from {0}", price.Format(Culture)];

    public string Availability(Availability availability) => availability switch
    {
        Core.Catalog.Availability.Available => L["Available"],
        Core.Catalog.Availability.Few => L["Few left"],
        Core.Catalog.Availability.SoldOut => L["Sold out"],
        Core.Catalog.Availability.NotYetOnSale => L["On sale soon"],
        Core.Catalog.Availability.Paused => L["Sale paused"],
        Core.Catalog.Availability.Postponed => L["Postponed"],
        Core.Catalog.Availability.Ended => L["Sale ended"],
        Core.Catalog.Availability.Cancelled => L["Cancelled"],
    };

    public static string BadgeClass(Availability availability) => availability switch
    {
        Core.Catalog.Availability.Available => "badge badge-success",
        Core.Catalog.Availability.Few => "badge badge-warning",
        Core.Catalog.Availability.NotYetOnSale => "badge badge-info",
        Core.Catalog.Availability.Paused or Core.Catalog.Availability.Postponed => "badge badge-warning",
        Core.Catalog.Availability.SoldOut or Core.Catalog.Availability.Ended => "badge",
        Core.Catalog.Availability.Cancelled => "badge badge-danger",
    };
}
