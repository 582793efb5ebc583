using Ticketing.Core.Common;
using Ticketing.Core.Publishing;
using Ticketing.Infrastructure.Catalog.Write;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Inventory.Sale;
using Ticketing.Infrastructure.Publishing.Drafts;
using Ticketing.Infrastructure.WaitingRoom.Desk;

namespace Ticketing.Infrastructure.Publishing.Publish;

/// <summary>
/// Writes a complete draft to the catalogue with its seats, waiting rooms, facts and audit entries, in the caller's transaction. Of an event
/// that was published before it writes what has changed since.
/// </summary>
internal static class PublicationWriter
{
    /// <param name="parts">With a plan and a venue: the draft is complete.</param>
    /// <param name="stored">Locked; null: the first publication.</param>
    /// <returns>The dates that were added or changed.</returns>
    public static async Task<IReadOnlyList<PerformanceId>> WriteAsync(
        TicketingDbContext db, StoredDraft draft, DraftParts parts, StoredEvent? stored, Actor actor, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var document = EventDraftJson.Read(draft.Document);
        var before = draft.PublishedDocument is null ? null : EventDraftJson.Read(draft.PublishedDocument);
        var written = await EventWriter.WriteAsync(db, ToPublish(draft, document, before, parts), stored, now, cancellationToken);
        await NewSeats.AddAsync(db, written.New, parts.Plan!.Seats, cancellationToken);
        await SetRoomsAsync(db, draft, document, before, written, stored, actor, now, cancellationToken);

        PublishingLog.Add(
            db, "event.published", draft.EventId, draft.OrganizationId,
            new { id = draft.EventId.Value, written.Slug, first = before is null, dates = written.New.Select(date => date.Value) },
            before is null ? null : PublishingLog.Summary(before, draft.Revision), PublishingLog.Summary(document, draft.Revision), actor, now);
        foreach (var (date, start) in written.Moved)
        {
            PublishingLog.AddDate(
                db, "performance.changed", date.Id, draft.OrganizationId,
                new { id = date.Id.Value, eventId = draft.EventId.Value, date.StartsAt, previousStartsAt = start },
                new { startsAt = start }, new { date.StartsAt }, actor, now);
        }

        (draft.PublishedDocument, draft.ReviewedDocument) = (draft.Document, null);
        (draft.SubmittedAt, draft.SubmittedBy, draft.PublishAt, draft.PublishBy) = (null, null, null, null);
        (draft.ApprovedRevision, draft.ReviewNote) = (null, null);
        return [.. written.New, .. (stored?.Performances ?? []).Select(date => date.Id)];
    }

    private static EventToPublish ToPublish(StoredDraft draft, EventDraft document, EventDraft? before, DraftParts parts)
    {
        var (plan, zone) = (parts.Plan!, parts.TimeZone);
        var tiersBefore = (before ?? EventDraft.Empty).Prices.Tiers.DistinctBy(tier => tier.Category)
            .ToDictionary(tier => tier.Category, StringComparer.Ordinal);
        var categories = plan.Categories.Select(category => category.Key).ToHashSet(StringComparer.Ordinal);
        return new EventToPublish(
            draft.EventId, draft.OrganizationId, DraftChecks.OneLine(document.Details.Title), document.Details.Category,
            DraftChecks.OneLine(document.Details.Summary), document.Details.Story.ReplaceLineEndings("\n"), document.Details.ArtworkSeed,
            document.Details.Picture, parts.Venue!.Id, plan.CompiledPlanId, plan.Seats, document.Prices.Currency)
        {
            Dates = [.. document.Dates.Select(date => DateOf(date, zone, before is null || PublishedChecks.IsMoved(date, before)))],
            Tiers =
            [
                .. document.Prices.Tiers.Where(tier => categories.Contains(tier.Category)).Select(tier => TierOf(
                    tier, document.Prices.Currency, zone,
                    tiersBefore.TryGetValue(tier.Category, out var was) && was.Price is not null ? TierOf(was, before!.Prices.Currency, zone, null) : null)),
            ],
            Sale = SaleOf(document.Sale, before?.Sale, zone),
        };
    }

    /// <summary>A draft's terms of sale.</summary>
    /// <param name="before">Those that were published last; null: none.</param>
    public static SaleToPublish SaleOf(DraftSale sale, DraftSale? before, string zone) => new(
        sale.OpensAt is { } opens ? LocalTimes.ToInstant(opens, zone) : null, sale.ClosesMinutesBefore, sale.SeatsPerOrderMax, sale.SeatsPerBuyerMax,
        sale.HoldMinutes * 60, sale.NoSingleSeats, sale.AttendeeNames,
        before is null
            ? SaleChanges.All
            : new SaleChanges(
                sale.OpensAt != before.OpensAt, sale.ClosesMinutesBefore != before.ClosesMinutesBefore,
                sale.SeatsPerOrderMax != before.SeatsPerOrderMax, sale.SeatsPerBuyerMax != before.SeatsPerBuyerMax,
                sale.HoldMinutes != before.HoldMinutes, sale.NoSingleSeats != before.NoSingleSeats, sale.AttendeeNames != before.AttendeeNames));

    private static DateToPublish DateOf(DraftDate date, string zone, bool isMoved)
    {
        var start = LocalTimes.ToInstant(date.StartsAt!.Value, zone);
        return new DateToPublish(
            new PerformanceId(date.Id), start.AddMinutes(-date.DoorsMinutesBefore), start, start.AddMinutes(date.Minutes), isMoved);
    }

    private static TierToPublish TierOf(DraftTier tier, string currency, string zone, TierToPublish? before) => new(
        tier.Category, TypedText.Line(tier.Name), tier.Color, tier.Price!.Value, tier.Fee, tier.TaxBasisPoints, before)
    {
        Offers = DraftOffers.Of(tier, currency).Write(),
        Rules = tier.Rules.ToRules(zone),
    };

    // Rooms of published dates change when the draft's choice does, not with every publication: their organizer may have set them since.
    private static async Task SetRoomsAsync(
        TicketingDbContext db, StoredDraft draft, EventDraft document, EventDraft? before, WrittenEvent written, StoredEvent? stored, Actor actor,
        DateTimeOffset now, CancellationToken cancellationToken)
    {
        var isChanged = before is not null && before.Sale.WaitingRoom != document.Sale.WaitingRoom;
        List<PerformanceId> dates = document.Sale.WaitingRoom ? [.. written.New] : [];
        if (isChanged)
        {
            dates.AddRange((stored?.Performances ?? []).Where(date => EventWriter.IsOpen(date, now)).Select(date => date.Id));
        }

        if (dates.Count > 0)
        {
            await DateRooms.SetAsync(
                db, draft.OrganizationId, dates, document.Sale.WaitingRoom, actor, now, cancellationToken);
        }
    }
}
