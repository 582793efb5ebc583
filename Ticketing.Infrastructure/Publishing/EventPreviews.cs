using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Publishing;
using Ticketing.Infrastructure.Catalog;
using Ticketing.Infrastructure.Catalog.Write;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Organizations;
using Ticketing.Infrastructure.Publishing.Drafts;

namespace Ticketing.Infrastructure.Publishing;

/// <summary>A draft as the event's page would show it.</summary>
/// <param name="Details">Missing parts have neutral values; every seat is free.</param>
/// <param name="Problems">What keeps it from being published, without what is wrong with rules of series.</param>
public sealed record EventPreview(EventId Id, CatalogDetails Details, IReadOnlyList<DraftProblem> Problems);

/// <summary>
/// Previews of drafts by signed links, for editors and for whom they show it. A link shows the draft as it is when it is opened, for seven
/// days, and sells nothing.
/// </summary>
public sealed class EventPreviews(
    IDbContextFactory<TicketingDbContext> contexts, DraftReading reading, IDataProtectionProvider protection, TimeProvider time)
{
    private const string Untitled = "Untitled event";
    private const string NoSlug = "preview";

    // Half-typed values must not overflow.
    private const long AmountMax = 1_000_000_000_000;

    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    private readonly IDataProtector _protector = protection.CreateProtector("event-previews");

    /// <summary>The token of a link; the caller may see the draft.</summary>
    public string TokenOf(EventId id) => _protector.Protect(string.Create(
        CultureInfo.InvariantCulture, $"{id.Value:N} {(time.GetUtcNow() + Lifetime).ToUnixTimeSeconds()}"));

    /// <summary>Null: the token is not from here or has expired, or the draft was deleted.</summary>
    public async Task<EventPreview?> FindAsync(string token, CancellationToken cancellationToken)
    {
        if (Read(token) is not { } id)
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await DraftStore.FindAsync(db, id, time.GetDatabaseNow(), cancellationToken) is not { } draft)
        {
            return null;
        }

        var document = EventDraftJson.Read(draft.Document);
        var parts = await reading.PartsAsync(document, draft.OrganizationId, cancellationToken);
        var stored = await EventStore.FindAsync(db, id, cancellationToken);
        var seller = await OrganizationReader.GetAsync(db, draft.OrganizationId, cancellationToken);
        var organizer = new CatalogOrganizer(
            seller.Id, seller.Name, seller.Email, seller.PricesIncludeTax, seller.RefundHoursBefore, seller.RefundKeepsFee);
        var dates = parts.Venue is { } venue
            ? document.Dates.Where(HasStart).Select(date => DateOf(date, document, parts, venue, organizer))
            : [];
        var category = Categories.All.Contains(document.Details.Category) ? document.Details.Category : Categories.All[0];
        var title = DraftChecks.OneLine(document.Details.Title) is { Length: > 0 } typed ? typed : Untitled;
        var shown = new CatalogEvent(
            id, stored?.Event.Slug ?? NoSlug, title, category, DraftChecks.OneLine(document.Details.Summary), document.Details.Story,
            document.Details.ArtworkSeed, IsCancelled: false, organizer, draft.CreatedAt, [.. dates.OrderBy(date => date.StartsAt)])
        {
            Picture = parts.HasPicture ? document.Details.Picture : null,
        };
        var seats = shown.Performances.ToDictionary(date => date.Id, date => new SeatCount(date.SeatCount, 0));
        return new EventPreview(
            id, new CatalogDetails(shown, new CatalogSeats(seats)),
            reading.ProblemsOf(document, draft.PublishedDocument, parts, stored, readsSeries: false));
    }

    private static bool HasStart(DraftDate date) => date.StartsAt is { } start && LocalTimes.IsPlanned(start);

    private static bool HasAmounts(DraftTier tier) =>
        tier.Price is >= 0 and < AmountMax && tier.Fee is >= 0 and < AmountMax && tier.TaxBasisPoints is >= 0 and <= 10_000;

    private static CatalogPerformance DateOf(
        DraftDate date, EventDraft document, DraftParts parts, Venue venue, CatalogOrganizer organizer)
    {
        var (start, sale) = (LocalTimes.ToInstant(date.StartsAt!.Value, venue.TimeZone), document.Sale);
        var place = new CatalogVenue(
            venue.Id, venue.Name, venue.Slug, venue.Street, venue.PostalCode, venue.City, venue.Country, new GeoPoint(venue.Latitude, venue.Longitude),
            venue.TimeZone);
        var opens = sale.OpensAt is { } local ? LocalTimes.ToInstant(local, venue.TimeZone) : DateTimeOffset.UnixEpoch;
        return new CatalogPerformance(
            new PerformanceId(date.Id), place, start, start.AddMinutes(-Bound(date.DoorsMinutesBefore)), start.AddMinutes(Bound(date.Minutes)), opens,
            start.AddMinutes(-Bound(sale.ClosesMinutesBefore)), PerformanceStatus.Scheduled, CurrencyOf(document), parts.Plan?.Seats ?? 0,
            parts.Plan?.CompiledPlanId ?? "", sale.SeatsPerOrderMax, sale.SeatsPerBuyerMax, sale.NoSingleSeats, sale.AttendeeNames,
            [
                .. document.Prices.Tiers.Where(tier => HasAmounts(tier) && !tier.Rules.ByCode)
                    .Select((tier, ordinal) => TierOf(tier, (short)ordinal, CurrencyOf(document), venue.TimeZone, organizer)),
            ])
        {
            ByCode =
            [
                .. document.Prices.Tiers.Where(tier => HasAmounts(tier) && tier.Rules.ByCode)
                    .Select((tier, ordinal) => TierOf(tier, (short)ordinal, CurrencyOf(document), venue.TimeZone, organizer)),
            ],
        };
    }

    private static CatalogTier TierOf(DraftTier tier, short ordinal, string currency, string zone, CatalogOrganizer organizer) =>
        new TierPrices(tier.Category, tier.Price!.Value, tier.Fee, tier.TaxBasisPoints, currency, organizer.PricesIncludeTax)
            .Of(
                ordinal, tier.Name, tier.Color, DraftOffers.AreComplete(tier, currency) ? DraftOffers.Of(tier, currency) : TierOffers.None,
                tier.Rules.ToRules(zone));

    private static int Bound(int minutes) => Math.Clamp(minutes, 0, 366 * 24 * 60);

    private static string CurrencyOf(EventDraft document) =>
        document.Prices.Currency is { Length: 3 } typed && typed.All(char.IsAsciiLetterUpper) ? typed : "EUR";

    private EventId? Read(string token)
    {
        try
        {
            return _protector.Unprotect(token).Split(' ') is [var id, var ends]
                && long.Parse(ends, CultureInfo.InvariantCulture) > time.GetUtcNow().ToUnixTimeSeconds()
                ? new EventId(Guid.Parse(id, CultureInfo.InvariantCulture))
                : null;
        }
        catch (CryptographicException)
        {
            // A token of something else, shortened or made up.
            return null;
        }
    }
}
