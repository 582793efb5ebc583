using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Publishing;
using Ticketing.Infrastructure.Catalog.Write;

namespace Ticketing.Infrastructure.Publishing.Drafts;

/// <summary>Makes the draft of an event that the catalogue has without one, so that it can be edited like any other.</summary>
internal static class CatalogDraft
{
    /// <summary>
    /// The same for the same state of the catalogue. Prices and limits are those of the first date; later publications change what is edited,
    /// and nothing else.
    /// </summary>
    /// <param name="plan">The first date's; null: unknown.</param>
    public static EventDraft Of(StoredEvent stored, SeatingPlanId? plan, DateTimeOffset now)
    {
        var entry = stored.Event;
        var details = new DraftDetails
        {
            Title = entry.Title,
            Category = entry.Category,
            Summary = entry.Summary,
            Story = entry.Description,
            ArtworkSeed = entry.ArtworkSeed,
            Picture = entry.Picture,
        };
        if (stored.Performances.Count == 0)
        {
            return new EventDraft { Details = details };
        }

        var (first, zone) = (stored.Performances[0], stored.Venue!.TimeZone);
        return new EventDraft
        {
            Details = details,
            Dates = [.. stored.Performances.Select(date => DateOf(date, zone))],
            Place = new DraftPlace { Venue = first.VenueId, Plan = plan },
            Prices = new DraftPrices { Currency = first.Currency, Tiers = [.. stored.Tiers[first.Id].Select(tier => TierOf(tier, stored.Offers, zone))] },
            Sale = SaleOf(first, zone, now),
        };
    }

    /// <summary>The draft of a copy: texts, place, prices and terms of sale, without dates and times of sale.</summary>
    public static EventDraft CopyOf(EventDraft draft) => draft with
    {
        Dates = [],
        Series = [],
        Sale = draft.Sale with { OpensAt = null },
        Prices = draft.Prices with
        {
            Tiers = [.. draft.Prices.Tiers.Select(tier => tier with { Rules = tier.Rules with { OpensAt = null, ClosesAt = null } })],
        },
    };

    private static DraftDate DateOf(Performance date, string zone) => new(date.Id.Value)
    {
        StartsAt = LocalTimes.OfInstant(date.StartsAt, zone),
        Minutes = Minutes(date.EndsAt - date.StartsAt),
        DoorsMinutesBefore = Minutes(date.StartsAt - date.DoorsAt),
    };

    private static DraftTier TierOf(PriceTier tier, IReadOnlyDictionary<PriceTierId, TierOffers> offers, string zone) => DraftOffers.With(
        new DraftTier(tier.Category)
        {
            Name = tier.Name,
            Color = tier.Color,
            Price = tier.Price,
            Fee = tier.Fee,
            TaxBasisPoints = tier.TaxBasisPoints,
            Rules = DraftTierRules.Of(tier.Rules, zone),
        },
        offers.GetValueOrDefault(tier.Id, TierOffers.None));

    private static DraftSale SaleOf(Performance first, string zone, DateTimeOffset now) => new()
    {
        OpensAt = first.OnSaleAt <= now ? null : LocalTimes.OfInstant(first.OnSaleAt, zone),
        ClosesMinutesBefore = Minutes(first.StartsAt - first.OffSaleAt),
        SeatsPerOrderMax = first.SeatsPerOrderMax,
        SeatsPerBuyerMax = first.SeatsPerBuyerMax,
        HoldMinutes = first.HoldSeconds / 60,
        NoSingleSeats = first.NoSingleSeats,
        AttendeeNames = first.AttendeeNames,
    };

    private static int Minutes(TimeSpan time) => Math.Max(0, (int)time.TotalMinutes);
}
