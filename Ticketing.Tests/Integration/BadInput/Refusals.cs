using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Ticketing.Tests.Integration.BadInput;

/// <summary>Sends bad requests and writes down every answer that is not as it should be, so that one run shows all.</summary>
internal sealed partial class Refusals(BadInputShop shop)
{
    private const int ShownMax = 60;

    private readonly List<string> _wrong = [];
    private readonly Dictionary<string, int> _refused = [];
    private List<string> _before = [];
    private int _asked;

    /// <summary>How many requests of each operation were refused.</summary>
    public IReadOnlyDictionary<string, int> Refused => _refused;

    public async Task BeginAsync()
    {
        await shop.SettleAsync();
        _before = await shop.State.ReadAsync();
    }

    /// <summary>Looks at an answer: no error of ours, and a refusal says so in its own form and has changed nothing.</summary>
    /// <param name="what">What was asked of what, for the list.</param>
    /// <param name="mustRefuse">False: what was sent could be meant, and may be done.</param>
    /// <param name="form">What is amiss with a refusal's body; that it is no problem, where null.</param>
    /// <param name="isRead">It changes nothing either when it is answered.</param>
    /// <returns>Whether it was refused.</returns>
    public async Task<bool> CheckAsync(string operation, string what, Answer answer, bool mustRefuse, Func<Answer, string?>? form = null, bool isRead = false)
    {
        _asked++;
        var isRefused = answer.Status is >= 400 and < 500;
        var problem = answer.Status >= 500 ? "an error of ours"
            : mustRefuse && !isRefused ? "accepted"
            : answer.MediaType == "text/html" && answer.Text.Contains(BadValues.Markup, StringComparison.Ordinal) ? "gives markup back"
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
            _wrong.Add($"{operation}: {what}\n    answered with {answer.Status}, yet it changed {string.Join(", ", after.Except(_before).Select(table => table.Split(' ')[0]))}");
            _before = after;
        }

        return isRefused;
    }

    public void AssertNone()
    {
        Assert.True(_wrong.Count == 0, $"{_wrong.Count} answers are wrong:\n{string.Join('\n', _wrong.Take(ShownMax))}");
        Assert.True(_asked > 0, "Nothing was asked.");
    }

    /// <summary>Null when the answer is a problem (RFC 9457) that tells nothing of our inside; else what is amiss.</summary>
    public static string? IsProblem(Answer answer)
    {
        if (answer.MediaType != "application/problem+json")
        {
            return "not a problem";
        }

        var problem = JsonNode.Parse(answer.Text) as JsonObject;
        return problem?["status"]?.GetValue<int>() != answer.Status ? "a problem of another status"
            : problem["type"]?.GetValueKind() != JsonValueKind.String || !Word().IsMatch(problem["type"]!.GetValue<string>()) ? "a problem without a type"
            : string.IsNullOrWhiteSpace(problem["detail"]?.GetValue<string>()) ? "a problem without words"
            : Inside().IsMatch(answer.Text) ? "a problem that shows our inside"
            : null;
    }

    private static string Short(string text) => text.Length > 200 ? text[..200] : text;

    [GeneratedRegex("^[a-z]+(-[a-z]+)*$")]
    private static partial Regex Word();

    [GeneratedRegex(@"Ticketing\.\w|System\.\w|Npgsql|Microsoft\.|\bat \w+\.\w+\(|Exception|SELECT |stack", RegexOptions.CultureInvariant)]
    private static partial Regex Inside();
}
