using System.Text;
using System.Text.RegularExpressions;

namespace Ticketing.Load.Circuits;

/// <summary>What a page says about the circuit it wants: the components to start, and state from when it was rendered.</summary>
/// <param name="Operations">What <c>UpdateRootComponents</c> is to do: add each interactive component of the page.</param>
internal sealed partial record CircuitPage(string Operations, string State)
{
    /// <returns>Null: there is nothing interactive in it.</returns>
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
