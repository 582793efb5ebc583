using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using Ticketing.Core.Seating.Editing;

namespace Ticketing.Core.Seating.Plans;

/// <summary>JSON of a plan document. Unknown members are refused, since the next save would lose them.</summary>
public static class PlanDocumentJson
{
    public static string Write(PlanDocument document) => JsonSerializer.Serialize(document, PlanDocumentContext.Default.PlanDocument);

    /// <summary>Reads a document.</summary>
    /// <exception cref="JsonException">The JSON is no plan of a known format; the message gives reason and position.</exception>
    public static PlanDocument Read(string json)
    {
        PlanDocument document;
        try
        {
            document = JsonSerializer.Deserialize(json, PlanDocumentContext.Default.PlanDocument)
                ?? throw new JsonException("A plan is a JSON object, not null.");
        }
        catch (NotSupportedException e)
        {
            // The serializer throws this for an object without a type discriminator.
            throw new JsonException($"An object of the plan has no \"type\". {e.Message}", e);
        }

        if (document.Format is < 1 or > PlanDocument.CurrentFormat)
        {
            throw new JsonException($"The plan has format {document.Format}; this application reads up to format {PlanDocument.CurrentFormat}.");
        }

        // What format 2 adds is absent in format 1 and has a default.
        document.Format = PlanDocument.CurrentFormat;
        return document;
    }

    /// <summary>Reads a document from untrusted input.</summary>
    /// <param name="error">The reason for the sender.</param>
    public static bool TryRead(string json, [NotNullWhen(true)] out PlanDocument? document, [NotNullWhen(false)] out string? error)
    {
        try
        {
            (document, error) = (Read(json), null);
            using var values = JsonDocument.Parse(json);
            PlanValues.Check(values.RootElement);
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            (document, error) = (null, e.Message);
            return false;
        }
    }
}

// PostgreSQL's jsonb reorders keys, so "type" may not come first.
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    NumberHandling = JsonNumberHandling.Strict,
    PropertyNameCaseInsensitive = false,
    AllowDuplicateProperties = false,
    AllowOutOfOrderMetadataProperties = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PlanDocument))]
[JsonSerializable(typeof(IReadOnlyList<PlanChangeSet>))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
internal sealed partial class PlanDocumentContext : JsonSerializerContext;
