using System.Text.Json;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.Core.Seating.Editing;

/// <summary>JSON of change sets as they are stored.</summary>
public static class PlanChangeSetJson
{
    public static string Write(PlanChangeSet set) => JsonSerializer.Serialize(set, PlanDocumentContext.Default.PlanChangeSet);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="JsonException">It is no change set.</exception>
    public static PlanChangeSet Read(string json) =>
        JsonSerializer.Deserialize(json, PlanDocumentContext.Default.PlanChangeSet) ?? throw new JsonException("A change set is a JSON object, not null.");
}
