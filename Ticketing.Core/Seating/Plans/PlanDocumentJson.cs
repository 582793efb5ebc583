using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ticketing.Core.Seating.Plans;

/// <summary>A plan document as text. Reading is strict: what it does not know it refuses, rather than lose it on the next save.</summary>
public static class PlanDocumentJson
{
    public static string Write(PlanDocument document) => JsonSerializer.Serialize(document, PlanDocumentContext.Default.PlanDocument);

    /// <summary>Reads a document.</summary>
    /// <exception cref="JsonException">It is no plan of a format this application knows; the message says why and where.</exception>
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
            // What the serializer says of an object without its type.
            throw new JsonException($"An object of the plan has no \"type\". {e.Message}", e);
        }

        return document.Format == PlanDocument.CurrentFormat
            ? document
            : throw new JsonException($"The plan has format {document.Format}; this application reads format {PlanDocument.CurrentFormat}.");
    }

    /// <summary>Reads a document that somebody sent.</summary>
    /// <param name="error">What is wrong with it, for the person who sent it.</param>
    public static bool TryRead(string json, [NotNullWhen(true)] out PlanDocument? document, [NotNullWhen(false)] out string? error)
    {
        try
        {
            (document, error) = (Read(json), null);
            return true;
        }
        catch (JsonException e)
        {
            (document, error) = (null, e.Message);
            return false;
        }
    }
}

// PostgreSQL's jsonb sorts an object's keys, so "type" need not come first.
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    NumberHandling = JsonNumberHandling.Strict,
    PropertyNameCaseInsensitive = false,
    AllowOutOfOrderMetadataProperties = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PlanDocument))]
internal sealed partial class PlanDocumentContext : JsonSerializerContext;
