using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Catalog.Write;

/// <summary>
/// Writes a published event to the catalogue, in the caller's transaction. The first publication writes all of it; a later one what has
/// changed since, field by field: dates may differ in what an event's draft has once. Dates that have begun or are cancelled keep everything;
/// prices and limits apply to holds from then on.
/// </summary>
internal static class EventWriter
{
    /// <param name="stored">From <see cref="EventStore.LockAsync"/>; null: the first publication.</param>
    public static async Task<WrittenEvent> WriteAsync(
        TicketingDbContext db, EventToPublish wanted, StoredEvent? stored, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var entry = stored?.Event ?? await AddAsync(db, wanted, now, cancellationToken);
        (entry.Title, entry.Category, entry.Summary, entry.Description) = (wanted.Title, wanted.Category, wanted.Summary, wanted.Story);
        (entry.ArtworkSeed, entry.Picture) = (wanted.ArtworkSeed, wanted.Picture);
        if (entry.Status == EventStatus.Draft)
        {
            entry.Status = EventStatus.Published;
        }

        var known = (stored?.Performances ?? []).ToDictionary(date => date.Id);
        var (added, moved, changed) = (new List<PerformanceId>(), new List<(Performance, DateTimeOffset)>(), new List<PriceTierId>());
        foreach (var date in wanted.Dates)
        {
            if (!known.TryGetValue(date.Id, out var performance))
            {
                Add(db, wanted, date, now);
                added.Add(date.Id);
            }
            else if (IsOpen(performance, now))
            {
                if (date.IsMoved)
                {
                    moved.Add((performance, performance.StartsAt));
                }

                changed.AddRange(Change(db, wanted, performance, date, stored!.Tiers[date.Id], now));
            }
        }

        // Before the save, which adds the new periods: a tier has one in force.
        await OffersWriter.EndAsync(db, changed, now, cancellationToken);

        await db.SaveChangesAsync(cancellationToken);
        return new WrittenEvent(entry.Slug, added, moved);
    }

    /// <summary>Whether a published date can still be changed: it has not begun and is not cancelled.</summary>
    public static bool IsOpen(Performance performance, DateTimeOffset now) =>
        performance.StartsAt > now && performance.Status is not (PerformanceStatus.Cancelled or PerformanceStatus.Completed);

    /// <summary>When the sale of a published date opens and ends after a publication.</summary>
    /// <param name="start">The date's start after it.</param>
    public static (DateTimeOffset OnSaleAt, DateTimeOffset OffSaleAt) WindowOf(
        Performance performance, DateTimeOffset start, SaleToPublish sale, DateTimeOffset now)
    {
        // Without a time of its own the sale has opened with the first publication.
        var opens = !sale.Changes.OpensAt ? performance.OnSaleAt
            : sale.OpensAt ?? (performance.OnSaleAt < now ? performance.OnSaleAt : now);
        var closes = sale.Changes.ClosesBefore
            ? start.AddMinutes(-sale.ClosesMinutesBefore)
            : performance.OffSaleAt + (start - performance.StartsAt);
        return (opens, closes);
    }

    private static async Task<Event> AddAsync(TicketingDbContext db, EventToPublish wanted, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var entry = new Event
        {
            Id = wanted.Id,
            OrganizationId = wanted.Organization,
            Slug = await EventSlugs.ChooseAsync(db, wanted.Title, cancellationToken),
            Title = wanted.Title,
            Category = wanted.Category,
            Summary = wanted.Summary,
            Description = wanted.Story,
            ArtworkSeed = wanted.ArtworkSeed,
            Status = EventStatus.Published,
            CreatedAt = now,
        };
        db.Events.Add(entry);
        return entry;
    }

    private static void Add(TicketingDbContext db, EventToPublish wanted, DateToPublish date, DateTimeOffset now)
    {
        var sale = wanted.Sale;
        db.Performances.Add(new Performance
        {
            Id = date.Id,
            EventId = wanted.Id,
            VenueId = wanted.Venue,
            OrganizationId = wanted.Organization,
            CompiledPlanId = wanted.CompiledPlanId,
            StartsAt = date.StartsAt,
            DoorsAt = date.DoorsAt,
            EndsAt = date.EndsAt,
            OnSaleAt = sale.OpensAt ?? now,
            OffSaleAt = date.StartsAt.AddMinutes(-sale.ClosesMinutesBefore),
            Status = PerformanceStatus.Scheduled,
            Currency = wanted.Currency,
            SeatCount = wanted.Seats,
            SeatsPerOrderMax = sale.SeatsPerOrderMax,
            SeatsPerBuyerMax = sale.SeatsPerBuyerMax,
            HoldSeconds = sale.HoldSeconds,
            NoSingleSeats = sale.NoSingleSeats,
            AttendeeNames = sale.AttendeeNames,
        });
        foreach (var (ordinal, tier) in wanted.Tiers.Index())
        {
            AddTier(db, tier, date.Id, (short)ordinal, wanted.Currency, now);
        }
    }

    /// <returns>The tiers whose offers are replaced.</returns>
    private static List<PriceTierId> Change(
        TicketingDbContext db, EventToPublish wanted, Performance performance, DateToPublish date, IEnumerable<PriceTier> tiers, DateTimeOffset now)
    {
        var (sale, changes) = (wanted.Sale, wanted.Sale.Changes);
        (performance.OnSaleAt, performance.OffSaleAt) = WindowOf(performance, date.IsMoved ? date.StartsAt : performance.StartsAt, sale, now);
        if (date.IsMoved)
        {
            (performance.DoorsAt, performance.StartsAt, performance.EndsAt) = (date.DoorsAt, date.StartsAt, date.EndsAt);
        }

        performance.SeatsPerOrderMax = changes.SeatsPerOrderMax ? sale.SeatsPerOrderMax : performance.SeatsPerOrderMax;
        performance.SeatsPerBuyerMax = changes.SeatsPerBuyerMax ? sale.SeatsPerBuyerMax : performance.SeatsPerBuyerMax;
        performance.HoldSeconds = changes.HoldSeconds ? sale.HoldSeconds : performance.HoldSeconds;
        performance.NoSingleSeats = changes.NoSingleSeats ? sale.NoSingleSeats : performance.NoSingleSeats;
        performance.AttendeeNames = changes.AttendeeNames ? sale.AttendeeNames : performance.AttendeeNames;
        return ChangeTiers(db, wanted, performance, tiers.ToDictionary(tier => tier.Category, StringComparer.Ordinal), now);
    }

    // A tier keeps its ordinal, by which holds know it.
    private static List<PriceTierId> ChangeTiers(
        TicketingDbContext db, EventToPublish wanted, Performance performance, Dictionary<string, PriceTier> known, DateTimeOffset now)
    {
        var changed = new List<PriceTierId>();
        var next = known.Count == 0 ? 0 : known.Values.Max(tier => tier.Ordinal) + 1;
        foreach (var tier in wanted.Tiers)
        {
            if (known.TryGetValue(tier.Category, out var stored))
            {
                Change(stored, tier);
                if (tier.Before?.Offers != tier.Offers)
                {
                    changed.Add(stored.Id);
                    OffersWriter.Add(db, stored, tier.Offers, now);
                }
            }
            else if (tier.Before is null)
            {
                // One that was published before is not sold at this date.
                AddTier(db, tier, performance.Id, (short)next++, performance.Currency, now);
            }
        }

        return changed;
    }

    private static void AddTier(
        TicketingDbContext db, TierToPublish tier, PerformanceId performance, short ordinal, string currency, DateTimeOffset now)
    {
        var added = TierOf(tier, performance, ordinal, currency);
        db.PriceTiers.Add(added);
        OffersWriter.Add(db, added, tier.Offers, now);
    }

    private static void Change(PriceTier stored, TierToPublish tier)
    {
        var before = tier.Before;
        stored.Name = before?.Name != tier.Name ? tier.Name : stored.Name;
        stored.Color = before?.Color != tier.Color ? tier.Color : stored.Color;
        stored.Price = before?.Price != tier.Price ? tier.Price : stored.Price;
        stored.Fee = before?.Fee != tier.Fee ? tier.Fee : stored.Fee;
        stored.TaxBasisPoints = before?.TaxBasisPoints != tier.TaxBasisPoints ? tier.TaxBasisPoints : stored.TaxBasisPoints;
        stored.Rules = before?.Rules != tier.Rules ? tier.Rules : stored.Rules;
    }

    private static PriceTier TierOf(TierToPublish tier, PerformanceId performance, short ordinal, string currency) => new()
    {
        Id = PriceTierId.New(),
        PerformanceId = performance,
        Ordinal = ordinal,
        Name = tier.Name,
        Category = tier.Category,
        Color = tier.Color,
        Price = tier.Price,
        Fee = tier.Fee,
        TaxBasisPoints = tier.TaxBasisPoints,
        Currency = currency,
        Rules = tier.Rules,
    };
}
