using System.Globalization;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Seating;

namespace Ticketing.Core.Publishing;

/// <summary>Says what is missing or wrong in a draft, step by step.</summary>
public static class DraftChecks
{
    /// <summary>The maximum length of a draft as JSON, in characters.</summary>
    public const int DocumentLengthMax = 200_000;

    public const int TitleLengthMin = 3;
    public const int TitleLengthMax = 200;
    public const int SummaryLengthMax = 500;
    public const int StoryLengthMax = 20_000;
    public const int DatesMax = 200;

    /// <summary>How many series a draft can have: each save makes the dates of all.</summary>
    public const int SeriesMax = 20;

    /// <summary>How many exceptions a series can have.</summary>
    public const int ExceptionsMax = 200;

    /// <summary>A week, for festivals.</summary>
    public const int MinutesMax = 7 * 24 * 60;

    public const int DoorsMinutesMax = 24 * 60;

    /// <summary>How long before a start its sale can end.</summary>
    public const int ClosesMinutesMax = 366 * 24 * 60;

    // Longer ahead is a mistyped year.
    private const int YearsAheadMax = 5;

    /// <param name="plan">The plan that the draft names; null: none, or there is no such plan.</param>
    /// <param name="venue">The venue that the draft names; null: none, or there is no such venue.</param>
    /// <param name="published">The dates that are in the catalogue already: they may be in the past.</param>
    /// <returns>In the order of the steps; empty: it can be published.</returns>
    public static IReadOnlyList<DraftProblem> Of(
        EventDraft d, PlanChoice? plan, Venue? venue, DateTimeOffset now, IReadOnlySet<Guid>? published = null)
    {
        ArgumentNullException.ThrowIfNull(d);
        published ??= new HashSet<Guid>();
        return
        [
            .. OfDetails(d.Details), .. OfDates(d, venue, now, published), .. OfPlace(d.Place, plan, venue),
            .. PriceChecks.Of(d.Prices, plan, d.Sale.SeatsPerOrderMax),
            .. SaleChecks.Of(d, venue, now, published),
        ];
    }

    /// <summary>A text of one line, as it is published: line breaks are spaces.</summary>
    public static string OneLine(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TypedText.Line(text.ReplaceLineEndings(" "));
    }

    private static IEnumerable<DraftProblem> OfDetails(DraftDetails details)
    {
        var title = OneLine(details.Title);
        if (title.Length < TitleLengthMin || !TypedText.IsName(title, TitleLengthMax))
        {
            yield return new DraftProblem(DraftStep.Details, "details.title", "Give the event a title of 3 to 200 characters.");
        }

        if (!Categories.All.Contains(details.Category))
        {
            yield return new DraftProblem(DraftStep.Details, "details.category", "Choose a category.");
        }

        if (!TypedText.IsName(OneLine(details.Summary), SummaryLengthMax))
        {
            yield return new DraftProblem(
                DraftStep.Details, "details.summary", "Describe the event in one or two sentences of at most 500 characters.");
        }

        if (details.Story.Length > StoryLengthMax)
        {
            yield return new DraftProblem(DraftStep.Details, "details.story", "Shorten the story to at most 20,000 characters.");
        }
    }

    private static IEnumerable<DraftProblem> OfDates(EventDraft draft, Venue? venue, DateTimeOffset now, IReadOnlySet<Guid> published)
    {
        if (draft.Dates.IsEmpty)
        {
            yield return new DraftProblem(DraftStep.Dates, "dates", "Add at least one date.");
        }

        if (draft.Dates.Length > DatesMax)
        {
            yield return new DraftProblem(DraftStep.Dates, "dates", "An event has at most 200 dates: make another event for the others.");
        }

        var starts = new HashSet<DateTime>();
        foreach (var (i, date) in draft.Dates.Index())
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"dates[{i}]");
            foreach (var problem in OfDate(path, date, venue?.TimeZone ?? "Etc/UTC", now, published.Contains(date.Id)))
            {
                yield return problem;
            }

            if (date.StartsAt is { } start && !starts.Add(start))
            {
                yield return new DraftProblem(DraftStep.Dates, path + ".startsAt", "Two dates start at the same time: change or remove one of them.");
            }
        }
    }

    private static IEnumerable<DraftProblem> OfDate(string path, DraftDate date, string timeZone, DateTimeOffset now, bool isPublished)
    {
        if (date.StartsAt is not { } start || !LocalTimes.IsPlanned(start))
        {
            yield return new DraftProblem(DraftStep.Dates, path + ".startsAt", "Enter the day and the time.");
        }
        else if (!isPublished && LocalTimes.ToInstant(start, timeZone) <= now)
        {
            yield return new DraftProblem(DraftStep.Dates, path + ".startsAt", "This date is in the past: change or remove it.");
        }
        else if (LocalTimes.ToInstant(start, timeZone) > now.AddYears(YearsAheadMax))
        {
            yield return new DraftProblem(DraftStep.Dates, path + ".startsAt", "This date is more than five years ahead: check the year.");
        }

        if (date.Minutes is < 1 or > MinutesMax)
        {
            yield return new DraftProblem(DraftStep.Dates, path + ".minutes", "Enter a duration between 1 minute and 7 days.");
        }

        if (date.DoorsMinutesBefore is < 0 or > DoorsMinutesMax)
        {
            yield return new DraftProblem(DraftStep.Dates, path + ".doorsMinutesBefore", "Let the doors open at most 24 hours before the start.");
        }
    }

    private static IEnumerable<DraftProblem> OfPlace(DraftPlace place, PlanChoice? plan, Venue? venue)
    {
        if (venue is null)
        {
            yield return new DraftProblem(
                DraftStep.Plan, "place.venue", place.Venue is null ? "Choose a venue." : "This venue does not exist any more: choose another one.");
        }

        if (plan is null)
        {
            yield return new DraftProblem(
                DraftStep.Plan, "place.plan",
                place.Plan is null ? "Choose a seating plan." : "This seating plan does not exist any more: choose another one.");
        }
        else if (venue is not null && plan.Venue != venue.Id)
        {
            yield return new DraftProblem(DraftStep.Plan, "place.plan", "This seating plan belongs to another venue: choose one of this venue.");
        }
        else if (plan.Seats == 0)
        {
            yield return new DraftProblem(DraftStep.Plan, "place.plan", "This seating plan has no seats: choose another one.");
        }
    }
}
