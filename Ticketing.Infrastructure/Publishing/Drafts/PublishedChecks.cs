using System.Globalization;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Publishing;
using Ticketing.Infrastructure.Catalog.Write;

namespace Ticketing.Infrastructure.Publishing.Drafts;

/// <summary>What a draft asks for that its published event does not allow any more.</summary>
internal static class PublishedChecks
{
    /// <param name="before">The document that was published last; null: none.</param>
    public static IEnumerable<DraftProblem> Of(EventDraft draft, EventDraft? before, StoredEvent? published, DateTimeOffset now)
    {
        if (published is null || published.Performances.Count == 0 || before is null)
        {
            yield break;
        }

        var wanted = draft.Dates.Select(date => date.Id).ToHashSet();
        if (published.Performances.Any(date => StoredEvent.IsAhead(date, now) && !wanted.Contains(date.Id.Value)))
        {
            yield return new DraftProblem(DraftStep.Dates, "dates", DraftSentences.DateRemoved);
        }

        var known = published.Performances.ToDictionary(date => date.Id);
        foreach (var (i, date) in draft.Dates.Index())
        {
            if (known.TryGetValue(new PerformanceId(date.Id), out var performance) && IsMoved(date, before)
                && WhyFixed(performance, now) is { } sentence)
            {
                yield return new DraftProblem(
                    DraftStep.Dates, string.Create(CultureInfo.InvariantCulture, $"dates[{i}].startsAt"), sentence);
            }
        }

        // An event that was not made here may not know its plan.
        if (draft.Place.Venue != before.Place.Venue || (before.Place.Plan is not null && draft.Place.Plan != before.Place.Plan))
        {
            yield return new DraftProblem(DraftStep.Plan, "place.plan", DraftSentences.PlaceFixed);
        }

        if (draft.Prices.Currency != before.Prices.Currency)
        {
            yield return new DraftProblem(DraftStep.Prices, "prices.currency", DraftSentences.CurrencyFixed);
        }
    }

    /// <summary>Whether a date's times differ from those that were published last.</summary>
    public static bool IsMoved(DraftDate date, EventDraft before) =>
        before.Dates.FirstOrDefault(other => other.Id == date.Id) is { } was
        && (was.StartsAt, was.Minutes, was.DoorsMinutesBefore) != (date.StartsAt, date.Minutes, date.DoorsMinutesBefore);

    private static string? WhyFixed(Performance performance, DateTimeOffset now) =>
        performance.Status == PerformanceStatus.Cancelled ? DraftSentences.DateCancelled
        : performance.Status == PerformanceStatus.Postponed ? DraftSentences.DatePostponed
        : !EventWriter.IsOpen(performance, now) ? DraftSentences.DateBegun
        : null;
}
