using System.Text;
using System.Text.RegularExpressions;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;
using Ticketing.Core.Catalog;
using CalendarStatus = Ical.Net.EventStatus;

namespace Ticketing.Infrastructure.Catalog;

/// <summary>What a calendar does with an entry.</summary>
public enum CalendarState
{
    Confirmed,

    /// <summary>Not certain yet: an order that is not paid.</summary>
    Tentative,

    /// <summary>Removes the entry, or strikes it through.</summary>
    Cancelled,
}

/// <summary>A performance, or somebody's order for it, as a calendar entry.</summary>
/// <param name="Id">The UID: a calendar replaces an entry with a newer one of the same id (RFC 7986, 5.3: a UUID, without a host).</param>
/// <param name="Location">Venue and address in one line.</param>
/// <param name="Url">The page of the performance or the order.</param>
/// <param name="Sequence">Rises with every change; calendars ignore an entry with a lower one.</param>
/// <param name="ModifiedAt">The time of the latest change.</param>
public sealed record CalendarEntry(
    Guid Id,
    string Title,
    DateTimeOffset StartsAt,
    DateTimeOffset EndsAt,
    string Location,
    (double Latitude, double Longitude) Position,
    string Description,
    Uri Url,
    CalendarState State,
    int Sequence,
    DateTimeOffset ModifiedAt);

/// <summary>
/// Writes <c>.ics</c> files (RFC 5545). Times are in UTC, so that no time zone definitions are needed.
/// </summary>
public static partial class CalendarFile
{
    /// <summary>With the method of the file, which mail programs ask for (RFC 6047, 2.4).</summary>
    public const string ContentType = "text/calendar; charset=utf-8; method=PUBLISH";

    /// <summary>Writes a file with one entry, in UTF-8.</summary>
    /// <param name="writtenAt">The time of creation (DTSTAMP).</param>
    public static byte[] Write(CalendarEntry entry, DateTimeOffset writtenAt)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return Write([entry], writtenAt);
    }

    /// <summary>Writes a file with these entries, in UTF-8.</summary>
    /// <param name="writtenAt">The time of creation (DTSTAMP).</param>
    public static byte[] Write(IReadOnlyCollection<CalendarEntry> entries, DateTimeOffset writtenAt)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var calendar = new Calendar
        {
            ProductId = "-//Ticketing//Ticketing 1.0//EN",
            Scale = CalendarScales.Gregorian,
            Method = CalendarMethods.Publish,
        };
        foreach (var entry in entries)
        {
            calendar.Events.Add(EventOf(entry, writtenAt));
        }

        var file = new CalendarSerializer().SerializeToString(calendar)
            ?? throw new InvalidOperationException($"A calendar of {entries.Count} entries could not be written.");
        return Encoding.UTF8.GetBytes(FixFolds(file));
    }

    /// <summary>The state of an entry for a performance. A postponed one does not take place at the time that the entry has.</summary>
    public static CalendarState StateOf(PerformanceStatus status) => status switch
    {
        PerformanceStatus.Scheduled or PerformanceStatus.Paused or PerformanceStatus.Completed => CalendarState.Confirmed,
        PerformanceStatus.Postponed or PerformanceStatus.Cancelled => CalendarState.Cancelled,
    };

    private static CalendarEvent EventOf(CalendarEntry entry, DateTimeOffset writtenAt) => new()
    {
        Uid = entry.Id.ToString(),
        Sequence = entry.Sequence,
        LastModified = Utc(entry.ModifiedAt),
        DtStamp = Utc(writtenAt),
        DtStart = Utc(entry.StartsAt),
        DtEnd = Utc(entry.EndsAt),
        Summary = Clean(entry.Title),
        Location = Clean(entry.Location),
        GeographicLocation = new GeographicLocation(entry.Position.Latitude, entry.Position.Longitude),
        Description = Clean(entry.Description),
        Url = entry.Url,
        Status = StatusOf(entry.State),
    };

    private static string StatusOf(CalendarState state) => state switch
    {
        CalendarState.Confirmed => CalendarStatus.Confirmed,
        CalendarState.Tentative => CalendarStatus.Tentative,
        CalendarState.Cancelled => CalendarStatus.Cancelled,
    };

    private static CalDateTime Utc(DateTimeOffset at) => new(at.UtcDateTime);

    // RFC 5545, 3.3.11 allows no control characters except tabs and line breaks; the serializer does not remove them.
    private static string Clean(string text) => string.Concat(text.ReplaceLineEndings("\n")
        .Select(character => char.IsControl(character) && character is not ('\t' or '\n') ? ' ' : character));

    // The serializer may fold a line between the two halves of a surrogate pair. The pair gets a line of its own: readers remove folds,
    // and no line exceeds the 75 octets of RFC 5545, 3.1.
    private static string FixFolds(string file) => SplitSurrogatePair().Replace(
        file, pair => $"\r\n {pair.Groups["high"]}{pair.Groups["low"]}{(pair.Groups["last"].Success ? "" : "\r\n ")}");

    [GeneratedRegex(@"(?<high>[\uD800-\uDBFF])\r\n (?<low>[\uDC00-\uDFFF])(?<last>(?=\r))?")]
    private static partial Regex SplitSurrogatePair();
}
