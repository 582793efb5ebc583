using System.Text;
using System.Text.RegularExpressions;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using CalendarStatus = Ical.Net.EventStatus;

namespace Ticketing.Infrastructure.Catalog;

/// <summary>A performance as a calendar entry.</summary>
/// <param name="Performance">Part of the UID: a calendar replaces an entry with a newer one of the same performance.</param>
/// <param name="Location">Venue and address in one line.</param>
/// <param name="Url">The page of the performance; its host is the other part of the UID.</param>
/// <param name="Status">Cancelled removes the entry from calendars, postponed marks it as tentative.</param>
public sealed record CalendarEntry(
    PerformanceId Performance,
    string Title,
    DateTimeOffset StartsAt,
    DateTimeOffset EndsAt,
    string Location,
    (double Latitude, double Longitude) Position,
    string Description,
    Uri Url,
    PerformanceStatus Status);

/// <summary>
/// Writes <c>.ics</c> files (RFC 5545). Times are in UTC, so that no time zone definitions are needed.
/// </summary>
public static partial class CalendarFile
{
    public const string ContentType = "text/calendar; charset=utf-8";

    /// <summary>Writes a file with one entry, in UTF-8.</summary>
    /// <param name="writtenAt">The time of creation (DTSTAMP).</param>
    public static byte[] Write(CalendarEntry entry, DateTimeOffset writtenAt)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var calendar = new Calendar
        {
            ProductId = "-//Ticketing//Ticketing 1.0//EN",
            Scale = CalendarScales.Gregorian,
            Method = CalendarMethods.Publish,
        };
        calendar.Events.Add(new CalendarEvent
        {
            Uid = $"{entry.Performance}@{entry.Url.Host}",
            DtStamp = Utc(writtenAt),
            DtStart = Utc(entry.StartsAt),
            DtEnd = Utc(entry.EndsAt),
            Summary = Clean(entry.Title),
            Location = Clean(entry.Location),
            GeographicLocation = new GeographicLocation(entry.Position.Latitude, entry.Position.Longitude),
            Description = Clean(entry.Description),
            Url = entry.Url,
            Status = StatusOf(entry.Status),
        });
        var file = new CalendarSerializer().SerializeToString(calendar)
            ?? throw new InvalidOperationException($"The calendar entry of performance {entry.Performance} could not be written.");
        return Encoding.UTF8.GetBytes(FixFolds(file));
    }

    private static string StatusOf(PerformanceStatus status) => status switch
    {
        PerformanceStatus.Scheduled or PerformanceStatus.Paused or PerformanceStatus.Completed => CalendarStatus.Confirmed,
        PerformanceStatus.Postponed => CalendarStatus.Tentative,
        PerformanceStatus.Cancelled => CalendarStatus.Cancelled,
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
