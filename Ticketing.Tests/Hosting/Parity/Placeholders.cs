using System.Text.RegularExpressions;

namespace Ticketing.Tests.Hosting.Parity;

/// <summary>
/// Replaces what differs between equal answers: times, and ids, secrets, tokens, order numbers and trace ids. Equal ids, secrets and so on
/// get equal numbers, in their order of appearance.
/// </summary>
internal sealed partial class Placeholders
{
    private const string Times = """(?<time>\d{4}-\d\d-\d\dT[^"]+|(?<="remainingSeconds":)\d+)""";
    private const string TraceIds = """(?<="traceId":")[^"]+""";
    private const string Ids = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
    private const string Secrets = """(?<=")(?:[A-Za-z0-9_-]{43}|[0-9a-f]{48})(?=")""";
    private const string PaymentIntents = @"pi_\w+";
    private const string OrderNumbers = "T-[0-9A-Z]{8}";

    private readonly Dictionary<string, string> _known = new(StringComparer.Ordinal);

    public string Replace(string text) =>
        Varying().Replace(text, match => match.Groups["time"].Success ? "<time>" : PlaceholderOf(match.Value));

    private string PlaceholderOf(string value)
    {
        _known.TryAdd(value, $"<{_known.Count + 1}>");
        return _known[value];
    }

    [GeneratedRegex($"{Times}|{TraceIds}|{Ids}|{Secrets}|{PaymentIntents}|{OrderNumbers}")]
    private static partial Regex Varying();
}
