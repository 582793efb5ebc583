using System.Text;
using System.Xml;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.Core.Seating.Exchange;

/// <summary>Makes texts of foreign files fit for a plan.</summary>
internal static class TextCleaner
{
    /// <summary>A text of one line without control characters, at most as long as a name.</summary>
    public static string Short(string text)
    {
        if (text.Length > PlanLimits.NameLengthMax)
        {
            // A character of two units is dropped whole.
            var end = PlanLimits.NameLengthMax - (char.IsHighSurrogate(text[PlanLimits.NameLengthMax - 1]) ? 1 : 0);
            text = text[..end];
        }

        return (text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)) : text).Trim();
    }

    /// <summary>A name for a plan; empty if nothing is left.</summary>
    public static string Name(string? text, NoteList notes)
    {
        var trimmed = text?.Trim() ?? "";
        var name = Short(trimmed);
        if (name != trimmed)
        {
            notes.Count(ExchangeNoteKind.NamesShortened);
        }

        return name;
    }

    /// <summary>The text with characters that XML forbids replaced.</summary>
    public static string ForXml(string text)
    {
        var clean = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
            {
                clean.Append(text[i]).Append(text[++i]);
            }
            else
            {
                clean.Append(XmlConvert.IsXmlChar(text[i]) ? text[i] : '\uFFFD');
            }
        }

        return clean.ToString();
    }
}
