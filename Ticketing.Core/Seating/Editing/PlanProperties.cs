using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Ticketing.Core.Common;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.Core.Seating.Editing;

/// <summary>
/// The properties of a document that a change can name. The four orders list the keys of all parts of a kind; they are applied after
/// everything else of the change set.
/// </summary>
internal static class PlanProperties
{
    public const string Name = "name";
    public const string SeatRadius = "seatRadius";
    public const string Focus = "focus";
    public const string FloorOrder = "floorOrder";
    public const string SectionOrder = "sectionOrder";
    public const string CategoryOrder = "categoryOrder";
    public const string ObjectOrder = "objectOrder";

    private const string ValueName = "value";

    // What a change has that leaves a value out.
    private static readonly JsonElement Nothing = Wrap(null, PlanDocumentContext.Default.NullablePlanPoint);

    public static bool IsOrder(string key) => key is FloorOrder or SectionOrder or CategoryOrder or ObjectOrder;

    /// <summary>The property's value as a change has it; null: there is no such property.</summary>
    public static JsonElement? Read(PlanDocument document, string key) => key switch
    {
        Name => Wrap(document.Name, PlanDocumentContext.Default.String),
        SeatRadius => Wrap(document.SeatRadius, PlanDocumentContext.Default.Int32),
        Focus => Wrap(document.Focus, PlanDocumentContext.Default.NullablePlanPoint),
        FloorOrder => Keys(document.Floors.Select(floor => floor.Key)),
        SectionOrder => Keys(document.Sections.Select(section => section.Key)),
        CategoryOrder => Keys(document.Categories.Select(category => category.Key)),
        ObjectOrder => Keys(document.Objects.Select(drawn => drawn.Id)),
        _ => null,
    };

    /// <summary>The document with another value of a property that is no order.</summary>
    /// <exception cref="JsonException">The value does not fit.</exception>
    public static PlanDocument With(PlanDocument document, string key, JsonElement? wrapped)
    {
        var value = Unwrap(wrapped);
        PlanValues.Check(value);
        switch (key)
        {
            case Name:
                var name = TypedText.Line(value.Deserialize(PlanDocumentContext.Default.String));
                return TypedText.IsName(name, PlanLimits.NameLengthMax)
                    ? document with { Name = name }
                    : throw new JsonException($"A plan needs a name with a letter or a digit, of at most {PlanLimits.NameLengthMax} characters.");
            case SeatRadius:
                return document with { SeatRadius = value.Deserialize(PlanDocumentContext.Default.Int32) };
            case Focus:
                return document with { Focus = value.Deserialize(PlanDocumentContext.Default.NullablePlanPoint) };
            default:
                throw new JsonException($"A plan has no property {key}.");
        }
    }

    /// <summary>The document with a list in the order of the keys, each of which must be there exactly once.</summary>
    /// <exception cref="JsonException">A key is missing, unknown or there twice.</exception>
    public static PlanDocument Ordered(PlanDocument document, string key, JsonElement? wrapped)
    {
        var keys = Unwrap(wrapped).Deserialize(PlanDocumentContext.Default.IReadOnlyListString) ?? throw new JsonException("An order is a list of keys.");
        return key switch
        {
            FloorOrder => document with { Floors = InOrder(document.Floors, floor => floor.Key, keys) },
            SectionOrder => document with { Sections = InOrder(document.Sections, section => section.Key, keys) },
            CategoryOrder => document with { Categories = InOrder(document.Categories, category => category.Key, keys) },
            _ => document with { Objects = InOrder(document.Objects, drawn => drawn.Id, keys) },
        };
    }

    private static List<T> InOrder<T>(IReadOnlyList<T> items, Func<T, string> keyOf, IReadOnlyList<string> keys)
    {
        var byKey = items.ToDictionary(keyOf, StringComparer.Ordinal);
        List<T> ordered = new(keys.Count);
        foreach (var key in keys)
        {
            ordered.Add(key is not null && byKey.Remove(key, out var item) ? item : throw new JsonException($"{key} is there twice, or does not exist."));
        }

        return byKey.Count == 0 ? ordered : throw new JsonException($"{byKey.Keys.First()} is missing in the order.");
    }

    private static JsonElement Keys(IEnumerable<string> keys) => Wrap([.. keys], PlanDocumentContext.Default.IReadOnlyListString);

    private static JsonElement Wrap<T>(T value, JsonTypeInfo<T> type)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WritePropertyName(ValueName);
            JsonSerializer.Serialize(json, value, type);
            json.WriteEndObject();
        }

        using var parsed = JsonDocument.Parse(bytes.ToArray());
        return parsed.RootElement.Clone();
    }

    /// <summary>Whether a change says the same of a property as the document; no value at all is null.</summary>
    /// <exception cref="InvalidOperationException">A text has half a surrogate pair.</exception>
    public static bool AreSame(JsonElement known, JsonElement? wrapped) =>
        JsonElement.DeepEquals(known, wrapped ?? Nothing);

    private static JsonElement Unwrap(JsonElement? wrapped) => (wrapped ?? Nothing) is { ValueKind: JsonValueKind.Object } value
        && value.TryGetProperty(ValueName, out var inner)
            ? inner
            : throw new JsonException("A property's value is an object: {\"value\": …}.");
}
