using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Ticketing.Core.Common;

namespace Ticketing.Core.Publishing;

/// <summary>An <see cref="EventDraft"/> as JSON: camelCase, all fields, local times as <c>2026-12-31T20:00</c>.</summary>
public static class EventDraftJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        Converters = { new LocalTimeJson(), new TypedIdJson<VenueId>(), new TypedIdJson<SeatingPlanId>() },
    };

    public static string Write(EventDraft draft) => JsonSerializer.Serialize(draft, Options);

    /// <summary>Fields that are missing get their defaults; unknown ones are left out.</summary>
    /// <exception cref="JsonException">It is no draft.</exception>
    public static EventDraft Read(string json) =>
        JsonSerializer.Deserialize<EventDraft>(json, Options) ?? throw new JsonException("The draft is null.");

    /// <summary>
    /// Whether two documents are the same, whatever the order of their properties. A field that was added to drafts since one of them was written
    /// has its default there.
    /// </summary>
    public static bool AreSame(string? one, string? other) =>
        one is null || other is null ? one == other : JsonNode.DeepEquals(ToNode(Read(one)), ToNode(Read(other)));

    internal static JsonObject ToNode(EventDraft draft) => (JsonObject)JsonSerializer.SerializeToNode(draft, Options)!;

    internal static EventDraft Read(JsonNode node) =>
        node.Deserialize<EventDraft>(Options) ?? throw new JsonException("The draft is null.");

    private sealed class TypedIdJson<TId> : JsonConverter<TId> where TId : struct, ITypedId<TId>
    {
        public override TId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => TId.From(reader.GetGuid());

        public override void Write(Utf8JsonWriter writer, TId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
    }
}

/// <summary>A venue's local time as JSON: <c>2026-12-31T20:00</c>, without offset. Seconds are read and left out.</summary>
public sealed class LocalTimeJson : JsonConverter<DateTime>
{
    private const string Format = "yyyy-MM-dd'T'HH:mm";

    private static readonly string[] Formats = [Format, "yyyy-MM-dd'T'HH:mm:ss"];

    public override DateTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
            && DateTime.TryParseExact(reader.GetString(), Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
            ? local.AddSeconds(-local.Second)
            : throw new JsonException("A local time looks like 2026-12-31T20:00.");

    public override void Write(Utf8JsonWriter writer, DateTime value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(value.ToString(Format, CultureInfo.InvariantCulture));
    }
}
