using System.Globalization;
using System.Text.Json;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.Core.Seating.Exchange;

/// <summary>Reads members of foreign JSON without assuming their types.</summary>
internal static class JsonFields
{
    /// <summary>The first of these members that is not null.</summary>
    public static JsonElement? Field(this JsonElement owner, params ReadOnlySpan<string> names)
    {
        if (owner.ValueKind == JsonValueKind.Object)
        {
            foreach (var name in names)
            {
                if (owner.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null)
                {
                    return value;
                }
            }
        }

        return null;
    }

    /// <summary>A text or a number as text; null for anything else.</summary>
    public static string? AsText(this JsonElement? value) => value?.ValueKind switch
    {
        JsonValueKind.String => value.Value.GetString(),
        JsonValueKind.Number => value.Value.GetRawText(),
        _ => null,
    };

    /// <summary>A finite number, or a text with one.</summary>
    public static double? AsNumber(this JsonElement? value) => value?.ValueKind switch
    {
        JsonValueKind.Number when value.Value.TryGetDouble(out var number) && double.IsFinite(number) => number,
        JsonValueKind.String when double.TryParse(value.Value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number) => number,
        _ => null,
    };

    /// <summary>A whole number of at most seven digits; null for anything else.</summary>
    public static int? AsWhole(this JsonElement? value) =>
        value.AsNumber() is { } number && Math.Abs(number) < 10_000_000 && number == Math.Floor(number) ? (int)number : null;

    /// <summary>The items of an array; nothing for anything else.</summary>
    public static IEnumerable<JsonElement> AsItems(this JsonElement? value) =>
        value?.ValueKind == JsonValueKind.Array ? value.Value.EnumerateArray() : [];

    public static bool IsTrue(this JsonElement? value) => value?.ValueKind == JsonValueKind.True;

    /// <summary>A position <c>{x, y}</c> in pixels, in centimetres.</summary>
    public static PlanPoint? AsPosition(this JsonElement? value) =>
        value is { } at && at.Field("x").AsNumber() is { } x && at.Field("y").AsNumber() is { } y
            ? new PlanPoint(x * PretixFormat.PixelCm, y * PretixFormat.PixelCm)
            : null;

    /// <summary>Notes the members that are not known.</summary>
    public static void NoteUnknown(this JsonElement owner, string path, HashSet<string> known, NoteList notes)
    {
        if (owner.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in owner.EnumerateObject().Where(member => !known.Contains(member.Name)))
            {
                notes.Count(ExchangeNoteKind.FieldIgnored, path + member.Name);
            }
        }
    }
}
