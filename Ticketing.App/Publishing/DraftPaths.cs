using System.Globalization;
using System.Text.Json.Nodes;
using Ticketing.Core.Publishing;

namespace Ticketing.App.Publishing;

/// <summary>
/// Reads and copies fields of drafts by their paths, as saves and problems name them: <c>details.title</c>, <c>prices.tiers[0].price</c>,
/// <c>dates[019c…].minutes</c>. An item of a list is named by its position, or by its <c>id</c> or <c>category</c>.
/// </summary>
internal static class DraftPaths
{
    private const int TextLengthMax = 200;
    private static readonly string[] Keys = ["id", "category"];

    /// <summary><paramref name="into"/> with the fields of <paramref name="from"/>.</summary>
    public static EventDraft Copy(EventDraft from, EventDraft into, IEnumerable<string> paths)
    {
        var source = JsonNode.Parse(EventDraftJson.Write(from))!;
        var target = JsonNode.Parse(EventDraftJson.Write(into))!;
        foreach (var path in paths)
        {
            CopyField(source, target, [.. PartsOf(path)]);
        }

        return EventDraftJson.Read(target.ToJsonString());
    }

    /// <summary>The field's value as text; empty: it has none.</summary>
    /// <param name="lengthMax">Longer texts are cut.</param>
    public static string TextOf(EventDraft draft, string path, int lengthMax = TextLengthMax)
    {
        JsonNode? node = JsonNode.Parse(EventDraftJson.Write(draft));
        foreach (var part in PartsOf(path))
        {
            node = Child(node, part);
        }

        var text = node switch
        {
            null => "",
            JsonArray list => string.Join(", ", list.Select(item => item is JsonObject or JsonArray ? item.ToJsonString() : item?.ToString())),
            JsonObject item => string.Join(", ", item.Where(field => field.Value is JsonValue).Select(field => field.Value!.ToString())),
            _ => node.ToString(),
        };
        return text.Length > lengthMax ? text[..lengthMax] + "…" : text;
    }

    /// <summary>The paths of the fields that differ, by step and field: <c>details.title</c>, <c>dates</c>.</summary>
    public static IReadOnlyList<string> Differences(EventDraft one, EventDraft other)
    {
        var (left, right) = (JsonNode.Parse(EventDraftJson.Write(one))!.AsObject(), JsonNode.Parse(EventDraftJson.Write(other))!.AsObject());
        return [.. left.SelectMany(step => step.Value is JsonObject fields
            ? fields.Where(field => !JsonNode.DeepEquals(field.Value, right[step.Key]?[field.Key])).Select(field => $"{step.Key}.{field.Key}")
            : JsonNode.DeepEquals(step.Value, right[step.Key]) ? [] : [step.Key])];
    }

    /// <summary>The step of a path; null: it begins with no step's name.</summary>
    public static DraftStep? StepOf(string path) => PartsOf(path).FirstOrDefault() switch
    {
        "details" => DraftStep.Details,
        "dates" or "series" => DraftStep.Dates,
        "place" => DraftStep.Plan,
        "prices" => DraftStep.Prices,
        "sale" => DraftStep.Sale,
        _ => null,
    };

    /// <summary>The id of the element that shows a field: <c>prices-tiers-0-price</c>. Null: a path without a field.</summary>
    public static string? ElementOf(string path) => path.Length == 0 ? null : string.Join('-', PartsOf(path));

    /// <summary>The names on the way to a field: <c>prices</c>, <c>tiers</c>, <c>0</c>, <c>price</c>.</summary>
    internal static IEnumerable<string> PartsOf(string path) =>
        path.Split(['.', '[', ']', '/'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static void CopyField(JsonNode source, JsonNode target, string[] parts)
    {
        var (from, into) = ((JsonNode?)source, (JsonNode?)target);
        for (var i = 0; i < parts.Length - 1; i++)
        {
            // A position is the source's: the target's item is the one of the same key.
            parts[i] = NameIn(from, parts[i]);
            var (nextFrom, nextInto) = (Child(from, parts[i]), Child(into, parts[i]));
            if (nextFrom is null || nextInto is null)
            {
                // The list item is missing on one side: the item, or the whole list, is what differs.
                Set(into, parts[i], nextFrom);
                return;
            }

            (from, into) = (nextFrom, nextInto);
        }

        if (parts.Length > 0)
        {
            var last = NameIn(from, parts[^1]);
            Set(into, last, Child(from, last));
        }
    }

    private static string NameIn(JsonNode? node, string part) => node is JsonArray && Child(node, part) is JsonObject item
        ? Keys.Select(key => (item[key] as JsonValue)?.ToString()).FirstOrDefault(key => key is not null) ?? part
        : part;

    private static JsonNode? Child(JsonNode? node, string part) => node switch
    {
        JsonObject fields => fields[part],
        JsonArray list => PositionOf(list, part) is { } position ? list[position] : null,
        _ => null,
    };

    private static void Set(JsonNode? node, string part, JsonNode? value)
    {
        switch (node)
        {
            case JsonObject fields:
                fields[part] = value?.DeepClone();
                break;
            case JsonArray list when PositionOf(list, part) is { } position:
                if (value is null)
                {
                    list.RemoveAt(position);
                }
                else
                {
                    list[position] = value.DeepClone();
                }

                break;
            case JsonArray list when value is not null:
                list.Add(value.DeepClone());
                break;
        }
    }

    private static int? PositionOf(JsonArray list, string part)
    {
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i] is JsonObject item && Array.Exists(Keys, key => item[key]?.ToString() == part))
            {
                return i;
            }
        }

        return int.TryParse(part, CultureInfo.InvariantCulture, out var number) && number >= 0 && number < list.Count ? number : null;
    }
}
