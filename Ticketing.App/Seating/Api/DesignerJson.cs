using System.Text.Json;
using Ticketing.Core.Common;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.App.Seating.Api;

/// <summary>Parts of plans in answers.</summary>
internal static class DesignerJson
{
    /// <summary>A document in its own format, whose words differ from the API's: <c>restrictedView</c>.</summary>
    public static JsonElement Element(PlanDocument document)
    {
        using var json = JsonDocument.Parse(PlanDocumentJson.Write(document));
        return json.RootElement.Clone();
    }

    /// <summary>A kind as the API writes it.</summary>
    public static string Word<TKind>(TKind kind) where TKind : struct, Enum => kind.ToWord();
}
