using System.Globalization;
using Ticketing.Core.Access;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;

namespace Ticketing.Core.Analytics.Dashboards;

/// <summary>Which events are listed.</summary>
public enum EventsWhen
{
    /// <summary>With a performance that has not ended, or with none yet. The next first.</summary>
    Upcoming,

    /// <summary>All their performances have ended. The last first.</summary>
    Past,
}

/// <summary>Lists an organization's events for its members. Figures are in it for those who may see them.</summary>
/// <param name="Search">A part of the title, in any case, with or without accents; empty: all.</param>
/// <param name="After">The last event of the page before; null: the first page.</param>
public sealed record ListOrganizerEvents(
    OrganizationId Organization, EventsWhen When, string Search, EventCursor? After, Caller Caller);

/// <param name="Next">Null: this is the last page.</param>
public sealed record OrganizerEventList(IReadOnlyList<OrganizerEvent> Events, EventCursor? Next);

/// <param name="Status">As <see cref="EventStatus"/> in words.</param>
/// <param name="At">The start of the next performance, of a past event the last one, in the venue's local time; null: there is none.</param>
/// <param name="Capacity">Places of all performances that are not cancelled.</param>
/// <param name="Sold">Seats sold and not returned; null: the caller may not see figures.</param>
/// <param name="Totals">One for each currency; null: as <paramref name="Sold"/>.</param>
public sealed record OrganizerEvent(
    EventId Id, string Slug, string Title, string Status, int Performances, DateTimeOffset? At, string? TimeZone, string? Venue,
    long Capacity, long? Sold, IReadOnlyList<SalesTotal>? Totals);

/// <summary>A place in a list of events, as addresses have it.</summary>
public readonly record struct EventCursor(DateTimeOffset At, Guid Event)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At.UtcTicks}_{Event:N}");

    /// <returns>Null: it is no cursor.</returns>
    public static EventCursor? Read(string? text)
    {
        var parts = (text ?? "").Split('_');
        return parts.Length == 2
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTime.MaxValue.Ticks
            && Guid.TryParseExact(parts[1], "N", out var id)
            ? new EventCursor(new DateTimeOffset(ticks, TimeSpan.Zero), id)
            : null;
    }
}
