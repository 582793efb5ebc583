using System.Globalization;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Publishing;
using Ticketing.Infrastructure.Catalog.Write;
using Ticketing.Infrastructure.Publishing.Publish;

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

        if (FirstWithoutSale(draft, before, published, now) is { } closed)
        {
            yield return new DraftProblem(
                DraftStep.Sale, draft.Sale.OpensAt is null ? "sale.closesMinutesBefore" : "sale.opensAt", DraftSentences.SaleEmpty,
                closed.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture));
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

    // The local start of a date that would be on sale at no time, by what the draft changes.
    private static DateTime? FirstWithoutSale(EventDraft draft, EventDraft before, StoredEvent published, DateTimeOffset now)
    {
        var zone = published.Venue!.TimeZone;
        var sale = PublicationWriter.SaleOf(draft.Sale, before.Sale, zone);
        if (sale.ClosesMinutesBefore is < 0 or > DraftChecks.ClosesMinutesMax
            || (draft.Sale.OpensAt is { } typed && !LocalTimes.IsPlanned(typed)))
        {
            // They have problems of their own.
            return null;
        }

        var dates = draft.Dates.DistinctBy(date => date.Id).ToDictionary(date => date.Id);
        foreach (var performance in published.Performances.Where(performance => EventWriter.IsOpen(performance, now)))
        {
            if (!dates.TryGetValue(performance.Id.Value, out var date))
            {
                continue;
            }

            var start = IsMoved(date, before) && date.StartsAt is { } local && LocalTimes.IsPlanned(local)
                ? LocalTimes.ToInstant(local, zone)
                : performance.StartsAt;
            var isChanged = start != performance.StartsAt || sale.Changes.OpensAt || sale.Changes.ClosesBefore;
            var (opens, closes) = EventWriter.WindowOf(performance, start, sale, now);
            if (isChanged && start > now && closes <= opens)
            {
                return LocalTimes.OfInstant(start, zone);
            }
        }

        return null;
    }

    private static string? WhyFixed(Performance performance, DateTimeOffset now) =>
        performance.Status == PerformanceStatus.Cancelled ? DraftSentences.DateCancelled
        : performance.Status == PerformanceStatus.Postponed ? DraftSentences.DatePostponed
        : !EventWriter.IsOpen(performance, now) ? DraftSentences.DateBegun
        : null;
}
