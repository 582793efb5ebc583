using System.Text.Json;
using Ticketing.Core.Catalog;
using Ticketing.Core.Seating;

namespace Ticketing.Core.Publishing;

/// <summary>Stand-in.</summary>
public static class DraftChecks
{
    public const int DocumentLengthMax = 200_000;

    public static IReadOnlyList<DraftProblem> Of(EventDraft d, PlanChoice? plan, Venue? venue, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(d);
        var problems = new List<DraftProblem>();
        if (d.Details.Title.Length < 3)
        {
            problems.Add(new DraftProblem(DraftStep.Details, "details.title", "Enter a title of {0} to {1} characters.", "3", "200"));
        }

        if (d.Dates.IsEmpty)
        {
            problems.Add(new DraftProblem(DraftStep.Dates, "dates", "Add at least one date."));
        }

        if (venue is null)
        {
            problems.Add(new DraftProblem(DraftStep.Plan, "place.venue", "Choose a venue."));
        }

        if (plan is null)
        {
            problems.Add(new DraftProblem(DraftStep.Plan, "place.plan", "Choose a seating plan."));
        }

        return problems;
    }
}

/// <summary>Stand-in.</summary>
public static class EventDraftJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    public static string Write(EventDraft d) => JsonSerializer.Serialize(d, Options);

    public static EventDraft Read(string json) => JsonSerializer.Deserialize<EventDraft>(json, Options)!;
}
