using System.Globalization;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;

namespace Ticketing.App.Shared;

/// <summary>The addresses of exports and attendees. Filters are query parameters, the same in all of them.</summary>
public static partial class AppUrls
{
    /// <summary>The page that makes a file of what a list shows.</summary>
    /// <param name="kind"><c>orders</c> or <c>attendees</c>.</param>
    /// <param name="tier">Of attendees: the name of a price tier; empty: all.</param>
    public static string OrganizerExport(string slug, string kind, OrderFilter filter, string tier = "") =>
        WithQuery(OrganizerHome(slug) + "/export", [("kind", kind), .. QueryOf(filter), ("tier", tier.Length > 0 ? tier : null)]);

    /// <summary>The file, by the session's cookie.</summary>
    /// <param name="separator"><c>comma</c> or <c>semicolon</c>; only of CSV.</param>
    /// <param name="columns">Names with commas.</param>
    /// <param name="progress">Under which the page asks how far it is.</param>
    /// <param name="tier">Empty: all.</param>
    public static string OrganizerExportFile(
        string slug, string kind, OrderFilter filter, string format, string separator, string columns, Guid progress,
        string tier = "") => WithQuery(
        $"{OrganizerHome(slug)}/export/{kind}",
        [
            ("format", format), ("separator", separator), ("columns", columns), ("progress", progress.ToString()), .. QueryOf(filter),
            ("tier", tier.Length > 0 ? tier : null),
        ]);

    /// <summary>The holders of an organization's tickets.</summary>
    public static string OrganizerAttendees(string slug) => OrganizerHome(slug) + "/attendees";

    /// <summary>Those that match.</summary>
    /// <param name="tier">Empty: all.</param>
    /// <param name="after">The last row of the page before; null: the first page.</param>
    public static string OrganizerAttendees(string slug, OrderFilter filter, string tier, Guid? after = null) => WithQuery(
        OrganizerAttendees(slug), [.. QueryOf(filter), ("tier", tier.Length > 0 ? tier : null), ("after", after?.ToString())]);

    private static (string Name, string? Value)[] QueryOf(OrderFilter filter) =>
    [
        ("q", string.IsNullOrWhiteSpace(filter.Search) ? null : filter.Search),
        ("event", filter.Event?.ToString()),
        ("performance", filter.Performance?.ToString()),
        ("status", filter.Status?.ToWord()),
        ("from", filter.From?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        ("to", filter.To?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        ("attention", filter.NeedsAttention ? "true" : null),
    ];
}
