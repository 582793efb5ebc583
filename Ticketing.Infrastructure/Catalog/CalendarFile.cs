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

/// <summary>A performance as a calendar keeps it.</summary>
/// <param name="Performance">Identifies the entry: a calendar replaces an entry by a newer one of the same performance.</param>
/// <param name="Location">Venue and address in one line.</param>
/// <param name="Url">The page with more about it; its host makes the identity unique in the world.</param>
/// <param name="Status">Cancelled takes the entry off the calendars that have it, postponed marks its date as tentative.</param>
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
/// Writes <c>.ics</c> files (RFC 5545). Times are UTC instants: every calendar shows them in its owner's zone, and no
/// zone definition can be out of date.
/// </summary>
public static partial class CalendarFile
{
    public const string ContentType = "text/calendar; charset=utf-8";

    /// <summary>The file with one entry, in UTF-8.</summary>
    /// <param name="writtenAt">The moment the file is made (DTSTAMP).</param>
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
        return Encoding.UTF8.GetBytes(MendFolds(file));
    }

    private static string StatusOf(PerformanceStatus status) => status switch
    {
        PerformanceStatus.Scheduled or PerformanceStatus.Paused or PerformanceStatus.Completed => CalendarStatus.Confirmed,
        PerformanceStatus.Postponed => CalendarStatus.Tentative,
        PerformanceStatus.Cancelled => CalendarStatus.Cancelled,
    };

    private static CalDateTime Utc(DateTimeOffset at) => new(at.UtcDateTime);

    // RFC 5545, 3.3.11: a text has no control characters but tabs and line breaks; the serializer would write them.
    private static string Clean(string text) => string.Concat(text.ReplaceLineEndings("\n")
        .Select(character => char.IsControl(character) && character is not ('\t' or '\n') ? ' ' : character));

    // The serializer folds long lines between any two UTF-16 units, so that half a character can end a line. Such a
    // character gets a line to itself: a fold is removed by readers, and no line becomes longer than the 75 octets of 3.1.
    private static string MendFolds(string file) => TornCharacter().Replace(
        file, torn => $"\r\n {torn.Groups["high"]}{torn.Groups["low"]}{(torn.Groups["last"].Success ? "" : "\r\n ")}");

    [GeneratedRegex(@"(?<high>[\uD800-\uDBFF])\r\n (?<low>[\uDC00-\uDFFF])(?<last>(?=\r))?")]
    private static partial Regex TornCharacter();
}
