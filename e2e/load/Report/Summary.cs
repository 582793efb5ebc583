using System.Text.Json.Nodes;

namespace Ticketing.Load.Report;

/// <summary>The last line of the output.</summary>
internal static class Summary
{
    /// <param name="scenario">Null: the short round.</param>
    /// <param name="report">The figures by scenario.</param>
    public static string Line(string? scenario, JsonObject report)
    {
        if (scenario is null)
        {
            return report.ToJsonString();
        }

        var line = new JsonObject { ["scenario"] = scenario };
        foreach (var (name, value) in (JsonObject)report[scenario]!)
        {
            line[name] = value!.DeepClone();
        }

        return line.ToJsonString();
    }
}
