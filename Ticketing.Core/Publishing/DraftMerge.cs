using System.Text.Json.Nodes;

namespace Ticketing.Core.Publishing;

/// <summary>Result of <see cref="DraftMerge"/>.</summary>
/// <param name="Document">With the sent value of each field in <paramref name="Conflicts"/>.</param>
/// <param name="TakenOver">Paths of fields that only others have changed: <c>prices.tiers[stalls].price</c>, an item by its id or category.</param>
/// <param name="Conflicts">Paths of fields that both have changed, to different values; a list's path where one removed an item.</param>
public sealed record MergedDraft(EventDraft Document, IReadOnlyList<string> TakenOver, IReadOnlyList<string> Conflicts);

/// <summary>
/// Merges a sent draft with what others have saved since its base, field by field (three-way). Items of lists are matched by their
/// <c>id</c> or <c>category</c>, so that a date that was added in front does not shift the others; values without one by their place.
/// </summary>
public static class DraftMerge
{
    /// <summary>The paths of the fields in which <paramref name="after"/> differs; of a removed item that of its list.</summary>
    public static IReadOnlyList<string> Changes(EventDraft before, EventDraft after)
    {
        // A three-way merge without changes of its own takes over all changed fields.
        var merge = new JsonMerge();
        merge.Merge("", EventDraftJson.ToNode(before), EventDraftJson.ToNode(after), EventDraftJson.ToNode(before));
        return [.. merge.TakenOver.Distinct()];
    }

    /// <param name="seen">The document that <paramref name="sent"/> is based on.</param>
    /// <param name="stored">The latest document.</param>
    public static MergedDraft Merge(EventDraft seen, EventDraft stored, EventDraft sent)
    {
        var merge = new JsonMerge();
        var document = merge.Merge("", EventDraftJson.ToNode(seen), EventDraftJson.ToNode(stored), EventDraftJson.ToNode(sent));
        return new MergedDraft(EventDraftJson.Read(document!), merge.TakenOver, merge.Conflicts);
    }
}

/// <summary>A three-way merge of JSON.</summary>
internal sealed class JsonMerge
{
    private static readonly string[] Keys = ["id", "category"];

    private readonly List<string> _takenOver = [];
    private readonly List<string> _conflicts = [];

    public IReadOnlyList<string> TakenOver => _takenOver;

    public IReadOnlyList<string> Conflicts => _conflicts;

    /// <param name="path">Of the value: <c>prices.tiers[0].price</c>; empty: the whole.</param>
    public JsonNode? Merge(string path, JsonNode? seen, JsonNode? stored, JsonNode? sent)
    {
        if (stored is JsonObject storedObject && sent is JsonObject sentObject && seen is JsonObject or null)
        {
            return MergeObjects(path, seen as JsonObject, storedObject, sentObject);
        }

        if (stored is JsonArray storedArray && sent is JsonArray sentArray && seen is JsonArray or null)
        {
            return MergeLists(path, seen as JsonArray ?? [], storedArray, sentArray);
        }

        return MergeValues(path, seen, stored, sent);
    }

    private JsonNode? MergeValues(string path, JsonNode? seen, JsonNode? stored, JsonNode? sent)
    {
        if (AreSame(stored, sent) || AreSame(seen, stored))
        {
            return sent?.DeepClone();
        }

        if (AreSame(seen, sent))
        {
            _takenOver.Add(path);
            return stored?.DeepClone();
        }

        _conflicts.Add(path);
        return sent?.DeepClone();
    }

    private JsonObject MergeObjects(string path, JsonObject? seen, JsonObject stored, JsonObject sent)
    {
        var merged = new JsonObject();
        foreach (var name in sent.Select(property => property.Key).Union(stored.Select(property => property.Key)))
        {
            merged[name] = Merge(path.Length == 0 ? name : $"{path}.{name}", seen?[name], stored[name], sent[name]);
        }

        return merged;
    }

    private JsonNode? MergeLists(string path, JsonArray seen, JsonArray stored, JsonArray sent)
    {
        if (Keyed.Of(seen) is { } seenItems && Keyed.Of(stored) is { } storedItems && Keyed.Of(sent) is { } sentItems)
        {
            return MergeItems(path, seenItems, storedItems, sentItems);
        }

        if (seen.Count != stored.Count || seen.Count != sent.Count)
        {
            return MergeValues(path, seen, stored, sent);
        }

        var merged = new JsonArray();
        for (var i = 0; i < sent.Count; i++)
        {
            merged.Add(Merge($"{path}[{i}]", seen[i], stored[i], sent[i]));
        }

        return merged;
    }

    private JsonArray MergeItems(string path, Keyed seen, Keyed stored, Keyed sent)
    {
        var kept = sent.Order.Union(stored.Order).Where(key => IsKept(path, seen.Find(key), stored.Find(key), sent.Find(key))).ToHashSet();
        var merged = new JsonArray();
        foreach (var key in OrderOf(seen, stored, sent).Where(kept.Contains))
        {
            var place = $"{path}[{key}]";
            if (stored.Find(key) is { } theirs && sent.Find(key) is { } own)
            {
                merged.Add(Merge(place, seen.Find(key), theirs, own));
            }
            else if (sent.Find(key) is { } added)
            {
                merged.Add(added.DeepClone());
            }
            else
            {
                _takenOver.Add(place);
                merged.Add(stored.Find(key)!.DeepClone());
            }
        }

        return merged;
    }

    private bool IsKept(string path, JsonNode? seen, JsonNode? stored, JsonNode? sent)
    {
        if (seen is null || (stored is not null && sent is not null))
        {
            return true;
        }

        if (sent is null)
        {
            // Removed here. Others who changed it meant to keep it.
            if (!AreSame(seen, stored))
            {
                _conflicts.Add(path);
            }

            return false;
        }

        if (AreSame(seen, sent))
        {
            _takenOver.Add(path);
            return false;
        }

        _conflicts.Add(path);
        return true;
    }

    // The order of the side that changed it, with the other side's additions behind what they followed there.
    private static List<string> OrderOf(Keyed seen, Keyed stored, Keyed sent)
    {
        var (first, second) = sent.Order.SequenceEqual(seen.Order) ? (stored, sent) : (sent, stored);
        var order = first.Order.ToList();
        for (var i = 0; i < second.Order.Count; i++)
        {
            if (!order.Contains(second.Order[i]))
            {
                var before = i == 0 ? -1 : order.IndexOf(second.Order[i - 1]);
                order.Insert(before + 1, second.Order[i]);
            }
        }

        return order;
    }

    private static bool AreSame(JsonNode? one, JsonNode? other) => JsonNode.DeepEquals(one, other);

    /// <summary>A list whose items are objects with different keys.</summary>
    private sealed class Keyed
    {
        private readonly Dictionary<string, JsonNode> _items = new(StringComparer.Ordinal);

        public List<string> Order { get; } = [];

        public JsonNode? Find(string key) => _items.GetValueOrDefault(key);

        /// <summary>Null: an item has no key, or two have the same.</summary>
        public static Keyed? Of(JsonArray list)
        {
            var keyed = new Keyed();
            foreach (var item in list)
            {
                if (KeyOf(item) is not { } key || !keyed._items.TryAdd(key, item!))
                {
                    return null;
                }

                keyed.Order.Add(key);
            }

            return keyed;
        }

        private static string? KeyOf(JsonNode? item) => item is JsonObject fields
            ? Keys.Select(name => fields[name] is JsonValue value && value.TryGetValue(out string? key) ? key : null).FirstOrDefault(key => key is not null)
            : null;
    }
}
