using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Ticketing.Tests.Integration.BadInput;

/// <summary>Checks responses to bad requests and collects every wrong one for a single report.</summary>
internal sealed partial class Refusals(BadInputShop shop)
{
    private const int ShownMax = 60;

    private readonly List<string> _wrong = [];
    private readonly Dictionary<string, int> _refused = [];
    private List<string> _before = [];
    private int _checked;

    /// <summary>Refused requests by operation.</summary>
    public IReadOnlyDictionary<string, int> Refused => _refused;

    public async Task BeginAsync()
    {
        await shop.WaitUntilIdleAsync();
        _before = await shop.State.ReadAsync();
    }

    /// <summary>Checks a response: no server error; a refusal has the expected format and changed nothing.</summary>
    /// <param name="what">The request, for the report.</param>
    /// <param name="mustRefuse">False: the request may be accepted.</param>
    /// <param name="form">Returns the fault of a refusal's body; null checks for a problem.</param>
    /// <param name="isRead">The request changes nothing when accepted.</param>
    /// <returns>Whether it was refused.</returns>
    public async Task<bool> CheckAsync(string operation, string what, Answer answer, bool mustRefuse, Func<Answer, string?>? form = null, bool isRead = false)
    {
        _checked++;
        var isRefused = answer.Status is >= 400 and < 500;
        var problem = answer.Status >= 500 ? "server error"
            : mustRefuse && !isRefused ? "accepted"
            : answer.MediaType == "text/html" && answer.Text.Contains(BadValues.Markup, StringComparison.Ordinal) ? "returns markup unescaped"
            : isRefused ? (form ?? IsProblem)(answer)
            : null;
        if (problem is not null)
        {
            _wrong.Add($"{operation}: {what}\n    {problem}: {answer.Status} {answer.MediaType} {Short(answer.Text)}");
        }

        if (isRefused)
        {
            _refused[operation] = _refused.GetValueOrDefault(operation) + 1;
        }

        if (!isRefused && !isRead)
        {
            await BeginAsync();
            return false;
        }

        var after = await shop.State.ReadAsync();
        if (!after.SequenceEqual(_before))
        {
            _wrong.Add($"{operation}: {what}\n    answered with {answer.Status}, but changed {string.Join(", ", after.Except(_before).Select(table => table.Split(' ')[0]))}");
            _before = after;
        }

        return isRefused;
    }

    public void AssertNone()
    {
        Assert.True(_wrong.Count == 0, $"{_wrong.Count} responses are wrong:\n{string.Join('\n', _wrong.Take(ShownMax))}");
        Assert.True(_checked > 0, "No request was checked.");
    }

    /// <summary>Null for a problem (RFC 9457) without internal details; else the fault.</summary>
    public static string? IsProblem(Answer answer)
    {
        if (answer.MediaType != "application/problem+json")
        {
            return "not a problem";
        }

        var problem = JsonNode.Parse(answer.Text) as JsonObject;
        return problem?["status"]?.GetValue<int>() != answer.Status ? "a problem with another status"
            : problem["type"]?.GetValueKind() != JsonValueKind.String || !Word().IsMatch(problem["type"]!.GetValue<string>()) ? "a problem without a type"
            : string.IsNullOrWhiteSpace(problem["detail"]?.GetValue<string>()) ? "a problem without detail"
            : InternalDetails().IsMatch(answer.Text) ? "a problem with internal details"
            : null;
    }

    private static string Short(string text) => text.Length > 200 ? text[..200] : text;

    [GeneratedRegex("^[a-z]+(-[a-z]+)*$")]
    private static partial Regex Word();

    [GeneratedRegex(@"Ticketing\.\w|System\.\w|Npgsql|Microsoft\.|\bat \w+\.\w+\(|Exception|SELECT |stack", RegexOptions.CultureInvariant)]
    private static partial Regex InternalDetails();
}
