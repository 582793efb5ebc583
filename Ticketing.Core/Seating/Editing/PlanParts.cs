using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.Core.Seating.Editing;

/// <summary>The parts of one kind in a document, by their keys and in their order.</summary>
/// <param name="max">How many a document may have.</param>
internal sealed class PlanParts<TPart>(IEnumerable<TPart> parts, Func<TPart, string> keyOf, JsonTypeInfo<TPart> type, int max) where TPart : class
{
    // Additions go to the end, removals leave a gap: the order of the others stays.
    private readonly OrderedDictionary<string, TPart> _parts = new(
        parts.Select(part => new KeyValuePair<string, TPart>(keyOf(part), part)).DistinctBy(part => part.Key), StringComparer.Ordinal);

    public int Count => _parts.Count;

    public IReadOnlyList<TPart> All => [.. _parts.Values];

    public bool Has(string key) => _parts.ContainsKey(key);

    /// <summary>Applies a change; null: it was applied.</summary>
    public InvalidChange? Apply(PlanChange change)
    {
        try
        {
            var before = Parse(change.Before);
            var known = _parts.GetValueOrDefault(change.Key);
            if (Write(before) != Write(known))
            {
                return new InvalidChange(InvalidChangeKind.ChangedSince, change.Key, $"{change.Key} was changed since.");
            }

            if (Parse(change.After) is not { } after)
            {
                _parts.Remove(change.Key);
                return null;
            }

            if (keyOf(after) != change.Key)
            {
                return new InvalidChange(InvalidChangeKind.Unreadable, change.Key, $"The key of {change.Key} cannot change: remove it and add another one.");
            }

            _parts[change.Key] = after;
            return _parts.Count > max
                ? new InvalidChange(InvalidChangeKind.TooMany, change.Key, $"A plan has at most {max} of this kind.")
                : null;
        }
        catch (JsonException e)
        {
            // The serializer's own messages name types of the program.
            return Unreadable(change.Key, e.Path is null ? e.Message : $"The value at {e.Path} does not fit.");
        }
        catch (NotSupportedException)
        {
            // The serializer throws this for an object without a type discriminator.
            return Unreadable(change.Key, "An object needs a \"type\".");
        }
    }

    private static InvalidChange Unreadable(string key, string detail) => new(InvalidChangeKind.Unreadable, key, $"{key} cannot be read. {detail}");

    private TPart? Parse(JsonElement? value)
    {
        if (value is not { ValueKind: not JsonValueKind.Null } json)
        {
            return null;
        }

        var part = json.Deserialize(type);
        PlanValues.Check(json);
        return part;
    }

    private string? Write(TPart? part) => part is null ? null : JsonSerializer.Serialize(part, type);
}
