using System.Globalization;
using System.Text;

namespace Ticketing.Core.Catalog;

/// <summary>A performance as a calendar keeps it.</summary>
/// <param name="Uid">The same for the same thing for ever: a calendar replaces what it has by what comes under it again.</param>
/// <param name="Location">Venue and address in one line.</param>
/// <param name="Cancelled">Takes it off the calendars that have it.</param>
public sealed record CalendarEntry(
    string Uid,
    string Title,
    DateTimeOffset StartsAt,
    DateTimeOffset EndsAt,
    string Location,
    (double Latitude, double Longitude) Position,
    string Description,
    Uri Url,
    bool Cancelled = false);

/// <summary>
/// Writes <c>.ics</c> files (RFC 5545). Times are UTC instants: every calendar shows them in its owner's zone, and no
/// zone definition can be out of date.
/// </summary>
public static class CalendarFile
{
    public const string ContentType = "text/calendar; charset=utf-8";

    // RFC 5545, 3.1: a line is at most 75 octets, its break not counted.
    private const int LineOctetsMax = 75;

    /// <param name="writtenAt">The moment the file is made (DTSTAMP).</param>
    public static string Write(IEnumerable<CalendarEntry> entries, DateTimeOffset writtenAt)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var file = new StringBuilder();
        Line(file, "BEGIN:VCALENDAR");
        Line(file, "VERSION:2.0");
        Line(file, "PRODID:-//Ticketing//Ticketing 1.0//EN");
        Line(file, "CALSCALE:GREGORIAN");
        Line(file, "METHOD:PUBLISH");
        foreach (var entry in entries)
        {
            Write(file, entry, writtenAt);
        }

        Line(file, "END:VCALENDAR");
        return file.ToString();
    }

    private static void Write(StringBuilder file, CalendarEntry entry, DateTimeOffset writtenAt)
    {
        Line(file, "BEGIN:VEVENT");
        Line(file, "UID:" + Escape(entry.Uid));
        Line(file, "DTSTAMP:" + Utc(writtenAt));
        Line(file, "DTSTART:" + Utc(entry.StartsAt));
        Line(file, "DTEND:" + Utc(entry.EndsAt));
        Line(file, "SUMMARY:" + Escape(entry.Title));
        Line(file, "LOCATION:" + Escape(entry.Location));
        Line(file, string.Create(CultureInfo.InvariantCulture, $"GEO:{entry.Position.Latitude:F6};{entry.Position.Longitude:F6}"));
        Line(file, "DESCRIPTION:" + Escape(entry.Description));
        Line(file, "URL:" + entry.Url.AbsoluteUri);
        Line(file, entry.Cancelled ? "STATUS:CANCELLED" : "STATUS:CONFIRMED");
        Line(file, "END:VEVENT");
    }

    private static string Utc(DateTimeOffset at) => at.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    // RFC 5545, 3.3.11; other control characters have no place in a text value.
    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var character in text.ReplaceLineEndings("\n"))
        {
            switch (character)
            {
                case '\\' or ';' or ',':
                    escaped.Append('\\').Append(character);
                    break;
                case '\n':
                    escaped.Append("\\n");
                    break;
                default:
                    escaped.Append(char.IsControl(character) && character != '\t' ? ' ' : character);
                    break;
            }
        }

        return escaped.ToString();
    }

    // A long line goes on in the next one, which begins with a space; no character is torn apart.
    private static void Line(StringBuilder file, string line)
    {
        var octets = 0;
        foreach (var rune in line.EnumerateRunes())
        {
            if (octets + rune.Utf8SequenceLength > LineOctetsMax)
            {
                file.Append("\r\n ");
                octets = 1;
            }

            file.Append(rune.ToString());
            octets += rune.Utf8SequenceLength;
        }

        file.Append("\r\n");
    }
}
