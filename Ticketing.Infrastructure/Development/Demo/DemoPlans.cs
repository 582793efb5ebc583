using System.Collections.Immutable;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Ordering.Campaigns;
using Ticketing.Core.Presales;
using Ticketing.Core.Publishing;

namespace Ticketing.Infrastructure.Development.Demo;

/// <summary>What the demo's organizers have under way: an unfinished draft, a campaign with codes, a presale with an access code.</summary>
internal static class DemoPlans
{
    private static readonly int[] NightsAhead = [70, 71, 77];

    /// <summary>Opens the seats of the demo's presale.</summary>
    public const string AccessCode = "FRONTROW";

    public static IEnumerable<object> All(DemoShop shop, UserId organizer, DateTimeOffset now) =>
        [.. Draft(shop, organizer, now), .. Campaign(shop, organizer, now), .. PresaleOf(shop, now)];

    private static IEnumerable<object> Draft(DemoShop shop, UserId organizer, DateTimeOffset now)
    {
        var venue = shop.Venues.First(venue => venue.OrganizationId == shop.Organizations[0].Id);
        var draft = new EventDraft
        {
            Details = new DraftDetails
            {
                Title = "Winter in the Engine Room",
                Category = Categories.Concert,
                Summary = "Three brass players, one turbine hall and the longest night of the year.",
                Story = "### The longest night\n\nThe turbines stood still for forty years. For one night they **hum** again.\n\n- doors at seven\n- coats stay on",
                ArtworkSeed = 41,
            },
            Dates = [.. Nights(now)],
            Place = new DraftPlace { Venue = venue.Id, Plan = shop.Plans.First(plan => plan.VenueId == venue.Id).Id },
            Sale = new DraftSale { AttendeeNames = true },
        };
        var (id, document, savedAt) = (EventId.New(), EventDraftJson.Write(draft), now.AddHours(-20));
        yield return new StoredDraft
        {
            EventId = id,
            OrganizationId = shop.Organizations[0].Id,
            Document = document,
            Revision = 1,
            CreatedAt = savedAt,
            CreatedBy = organizer,
            SavedAt = savedAt,
            SavedBy = organizer,
        };
        yield return new StoredRevision { EventId = id, Revision = 1, Document = document, SavedAt = savedAt, SavedBy = organizer };
    }

    private static IEnumerable<DraftDate> Nights(DateTimeOffset now) => NightsAhead.Select(days => new DraftDate(PerformanceId.New().Value)
    {
        StartsAt = now.UtcDateTime.Date.AddDays(days).AddHours(20),
        Minutes = 100,
    });

    private static IEnumerable<object> Campaign(DemoShop shop, UserId organizer, DateTimeOffset now)
    {
        var campaign = new PromoCampaign
        {
            Id = PromoCampaignId.New(),
            OrganizationId = shop.Organizations[0].Id,
            Name = "Newsletter of the autumn",
            Kind = PromoKind.Percent,
            Value = 1500,
            Categories = [],
            ValidUntil = now.AddDays(60),
            UsesMax = 1,
            CreatedAt = now.AddDays(-3),
            CreatedBy = organizer,
        };
        yield return campaign;
        foreach (var number in Enumerable.Range(1, 12))
        {
            yield return new PromoCode
            {
                Id = PromoCodeId.New(),
                OrganizationId = campaign.OrganizationId,
                CampaignId = campaign.Id,
                Code = FormattableString.Invariant($"LETTER-{number * 7919 % 9000 + 1000}"),
                Kind = campaign.Kind,
                Value = campaign.Value,
                ValidUntil = campaign.ValidUntil,
                UsesMax = campaign.UsesMax,
            };
        }
    }

    private static IEnumerable<object> PresaleOf(DemoShop shop, DateTimeOffset now)
    {
        var dates = shop.Performances.Where(entry => entry.Event.Title == "Kabuki Remix").Select(entry => entry.Performance).ToImmutableArray();
        var presale = new Presale
        {
            Id = PresaleId.New(),
            OrganizationId = dates[0].OrganizationId,
            EventId = dates[0].EventId,
            Name = "Friends of the house",
            OpensAt = now.AddDays(-1),
            ClosesAt = dates.Min(date => date.OnSaleAt),
            Categories = [],
            CreatedAt = now.AddDays(-5),
        };
        yield return presale;
        foreach (var date in dates)
        {
            yield return new PresaleDate { PresaleId = presale.Id, PerformanceId = date.Id };
        }

        yield return new AccessCode
        {
            Id = AccessCodeId.New(),
            PresaleId = presale.Id,
            OrganizationId = presale.OrganizationId,
            Code = AccessCode,
            UsesMax = 500,
            CreatedAt = presale.CreatedAt,
        };
    }
}
