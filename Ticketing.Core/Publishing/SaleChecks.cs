using System.Globalization;
using Ticketing.Core.Catalog;

namespace Ticketing.Core.Publishing;

/// <summary>What is wrong with a draft's terms of sale.</summary>
internal static class SaleChecks
{
    private const int SeatsPerOrderLimit = 50;
    private const int SeatsPerBuyerLimit = 500;
    private const int HoldMinutesMin = 2;
    private const int HoldMinutesMax = 30;

    public static IEnumerable<DraftProblem> Of(EventDraft draft, Venue? venue, DateTimeOffset now, IReadOnlySet<Guid> published)
    {
        var sale = draft.Sale;
        if (sale.SeatsPerOrderMax is < 1 or > SeatsPerOrderLimit)
        {
            yield return Problem("seatsPerOrderMax", "Allow between 1 and 50 seats an order.");
        }

        if (sale.SeatsPerBuyerMax < sale.SeatsPerOrderMax || sale.SeatsPerBuyerMax > SeatsPerBuyerLimit)
        {
            yield return Problem("seatsPerBuyerMax", "Allow a buyer at least the seats of an order, and at most 500.");
        }

        if (sale.HoldMinutes is < HoldMinutesMin or > HoldMinutesMax)
        {
            yield return Problem("holdMinutes", "Hold seats for 2 to 30 minutes.");
        }

        if (sale.OpensAt is { } opens && !LocalTimes.IsPlanned(opens))
        {
            yield return Problem("opensAt", "Enter the day and the time at which the sale opens.");
        }
        else if (sale.ClosesMinutesBefore is < 0 or > DraftChecks.ClosesMinutesMax)
        {
            yield return Problem("closesMinutesBefore", "Let the sale end at most a year before the start.");
        }
        else if (FirstWithoutSale(draft, venue?.TimeZone ?? "Etc/UTC", now, published) is { } start)
        {
            yield return new DraftProblem(
                DraftStep.Sale, sale.OpensAt is null ? "sale.closesMinutesBefore" : "sale.opensAt",
                DraftSentences.SaleEmpty,
                start.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture));
        }
    }

    // Dates in the past have a problem of their own, and published ones a window that they keep: see PublishedChecks.
    private static DateTime? FirstWithoutSale(EventDraft draft, string timeZone, DateTimeOffset now, IReadOnlySet<Guid> published)
    {
        var opens = draft.Sale.OpensAt is { } local ? LocalTimes.ToInstant(local, timeZone) : now;
        return draft.Dates.Where(date => !published.Contains(date.Id))
            .Select(date => date.StartsAt).OfType<DateTime>().Where(LocalTimes.IsPlanned).Order()
            .Where(start => LocalTimes.ToInstant(start, timeZone) is var instant && instant > now
                && instant.AddMinutes(-draft.Sale.ClosesMinutesBefore) <= (opens > now ? opens : now))
            .Select(start => (DateTime?)start).FirstOrDefault();
    }

    private static DraftProblem Problem(string field, string sentence) => new(DraftStep.Sale, "sale." + field, sentence);
}
