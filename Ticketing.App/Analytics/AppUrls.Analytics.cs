using Ticketing.Core.Analytics.Dashboards;
using Ticketing.Core.Common;

namespace Ticketing.App.Shared;

/// <summary>The addresses of figures.</summary>
public static partial class AppUrls
{
    public const string ApiOrganizer = Api + "/organizer";

    public const string AdminProjections = Admin + "/projections";

    /// <summary>An organization's events.</summary>
    /// <param name="search">Empty: all.</param>
    /// <param name="after">The last event of the page before; null: the first page.</param>
    public static string OrganizerEvents(
        string slug, EventsWhen when = EventsWhen.Upcoming, string search = "", EventCursor? after = null) => WithQuery(
        OrganizerHome(slug) + "/events", ("when", when == EventsWhen.Upcoming ? null : when.ToWord()),
        ("q", search.Length > 0 ? search : null), ("after", after?.ToString()));

    /// <summary>The dashboard of an event.</summary>
    /// <param name="performance">Null: all performances; also for the following: what the page chooses.</param>
    public static string OrganizerEvent(
        string slug, Guid id, Guid? performance = null, DashboardRange range = DashboardRange.Month, Guid? comparison = null) => WithQuery(
        $"{OrganizerHome(slug)}/events/{id}", ("performance", performance?.ToString()),
        ("range", range == DashboardRange.Month ? null : range.ToWord()), ("compare", comparison?.ToString()));

    /// <summary>CSV of a performance's sales, with the parameters of the API.</summary>
    /// <param name="from">As the API reads it.</param>
    public static string OrganizerSalesFile(string slug, Guid performance, string by, string from) =>
        WithQuery($"{OrganizerHome(slug)}/performances/{performance}/sales.csv", ("by", by), ("from", from));

    /// <summary>CSV of an event's revenue.</summary>
    public static string OrganizerRevenueFile(string slug, Guid id) => $"{OrganizerHome(slug)}/events/{id}/revenue.csv";
}
