using System.Text;
using System.Text.RegularExpressions;

namespace Ticketing.Load.Circuits;

/// <summary>Data of a prerendered page for its circuit: the components to start and the persisted state.</summary>
/// <param name="Operations">The argument of <c>UpdateRootComponents</c>: adds each interactive component.</param>
internal sealed partial record CircuitPage(string Operations, string State)
{
    /// <returns>Null: the page has no interactive component.</returns>
    public static CircuitPage? Read(ReadOnlySpan<byte> html)
    {
        var text = Encoding.UTF8.GetString(html);
        var operations = Component().Matches(text).Select((marker, index) =>
            $$"""{"type":"add","ssrComponentId":{{index + 1}},"marker":{{marker.Groups[1].Value}}}""").ToList();
        return operations.Count == 0
            ? null
            : new CircuitPage($$"""{"batchId":1,"operations":[{{string.Join(',', operations)}}]}""", ComponentState().Match(text).Groups[1].Value);
    }

    [GeneratedRegex("""<!--Blazor:(\{[^>]*"descriptor":[^>]*\})-->""")]
    private static partial Regex Component();

    [GeneratedRegex("<!--Blazor-Server-Component-State:([^>]*)-->")]
    private static partial Regex ComponentState();
}
