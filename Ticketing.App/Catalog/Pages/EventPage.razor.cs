using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using Ticketing.App.Shared;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Catalog;
using Ticketing.Infrastructure.Catalog.Stories;
using Ticketing.Infrastructure.Configuration;
using Ticketing.Infrastructure.Presales;
using Ticketing.Infrastructure.WaitingRoom.Engine;

namespace Ticketing.App.Catalog.Pages;

/// <summary>One event: description, dates, venue, prices and policies.</summary>
public sealed partial class EventPage(
    EventReader reader, ISearchEngine engine, PublicPresales presales, RoomBoard rooms, TimeProvider time, IOptions<SiteOptions> site, NavigationManager navigation)
{
    private const int SimilarMax = 4;

    [Parameter]
    public required string Slug { get; set; }

    /// <summary>What a draft would show, for its preview: without links to seats, and without a head for search engines. Null: the public event.</summary>
    [Parameter]
    public CatalogDetails? Preview { get; set; }

    [CascadingParameter]
    public required HttpContext HttpContext { get; set; }

    /// <summary>A promo code for the checkout: the links to seats carry it.</summary>
    [SupplyParameterFromQuery(Name = AppUrls.PromoQuery)]
    public string? Promo { get; set; }

    private CatalogSeats Seats { get; set; } = CatalogSeats.None;

    private CatalogEvent? Event { get; set; }

    private DateTimeOffset Now { get; set; }

    private IReadOnlyList<CatalogPerformance> Upcoming { get; set; } = [];

    private IReadOnlyList<CatalogPerformance> Open { get; set; } = [];

    private IReadOnlyList<CatalogVenue> Venues { get; set; } = [];

    private IReadOnlyList<CatalogTier> Tiers { get; set; } = [];

    /// <summary>The presale to announce of each date that is not on sale yet.</summary>
    private Dictionary<PerformanceId, PresaleWindow> Presales { get; } = [];

    private IReadOnlyList<CatalogHit> Similar { get; set; } = [];

    private string SiteName => site.Value.Name;

    private string Address => Absolute(AppUrls.Event(Slug));

    private string Teaser => StoryText.Teaser(Event!.Summary, Event.Description);

    private string? City => Venues.Count == 1 ? Venues[0].City : null;

    private Money? PriceFrom => Upcoming.Count == 0 || Event!.IsCancelled ? null : Seats.PriceFrom(Upcoming);

    private bool PricesDiffer => Upcoming.Any(performance => !performance.Tiers.Select(tier => tier.AllIn).SequenceEqual(Tiers.Select(tier => tier.AllIn)));

    private MarkupString StructuredData => EventStructuredData.Script(new CatalogDetails(Event!, Seats), Now, site.Value);

    private string ZoneText => string.Join(", ", Upcoming.Select(performance => VenueTime.Zone(performance.StartsAtLocal)).Distinct());

    private string TaxText => Tiers[0].TaxBasisPoints == 0
        ? L["No tax is due on these tickets."]
        : L["All prices include {0} tax.", (Tiers[0].TaxBasisPoints / 10_000m).ToString(Tiers[0].TaxBasisPoints % 100 == 0 ? "P0" : "P2", CultureInfo.CurrentCulture)];

    // When the tier's own sale is open, and how many of its seats an order can have; null: as the event's.
    private string? RulesText(CatalogTier tier)
    {
        var parts = new List<string>();
        if (!tier.Rules.IsOpenAt(Now))
        {
            parts.Add(tier.Rules.OpensAt is { } opens && opens > Now
                ? L["on sale from {0}", VenueTime.When(VenueTime.At(opens, Upcoming[0].Venue.TimeZone), CultureInfo.CurrentCulture)]
                : L["no longer on sale"]);
        }

        if (tier.Rules.PerOrderMin is { } least and > 1)
        {
            parts.Add(L["at least {0} per order", least]);
        }

        if (tier.Rules.PerOrderMax is { } most)
        {
            parts.Add(L["at most {0} per order", most]);
        }

        return parts.Count == 0 ? null : string.Join(" · ", parts);
    }

    private string RefundText => Event!.Organizer switch
    {
        { RefundHoursBefore: null } => L["Tickets cannot be returned, unless the event is cancelled or moved."],
        { RefundHoursBefore: { } hours, RefundKeepsFee: true } => L["You can cancel a whole order yourself until {0} hours before the start; the fee is kept. For single tickets ask the organizer.", hours],
        { RefundHoursBefore: { } hours } => L["You can cancel a whole order yourself until {0} hours before the start, fee included. For single tickets ask the organizer.", hours],
    };

    /// <summary>The words around the organizer's name, which links to its page.</summary>
    private (string Before, string After) SoldBy
    {
        get
        {
            const string name = "{name}";
            var parts = L["Sold by {0}.", name].Value.Split(name);
            return (parts[0], parts[^1]);
        }
    }

    private string LimitText
    {
        get
        {
            var (order, buyer) = Event!.Performances.IsEmpty ? (0, 0) : (Event.Performances[0].SeatsPerOrderMax, Event.Performances[0].SeatsPerBuyerMax);
            return order == buyer ? L["At most {0} seats per person.", buyer] : L["At most {0} seats per order and {1} per person.", order, buyer];
        }
    }

    /// <summary>Why no date is open: sold out or not yet on sale. Null when one is open or another notice says why.</summary>
    private (string Title, string Detail)? ClosedText
    {
        get
        {
            if (Upcoming.All(performance => Seats.AvailabilityOf(performance, Now) == Availability.SoldOut))
            {
                return (L["Sold out"], L["There are no seats left at the moment. Returned seats appear here."]);
            }

            if (Upcoming.Where(performance => Seats.AvailabilityOf(performance, Now) == Availability.NotYetOnSale).MinBy(performance => performance.OnSaleAt) is not { } first)
            {
                return null;
            }

            var begin = VenueTime.At(first.OnSaleAt, first.Venue.TimeZone);
            return (L["The sale has not begun."], L["The sale begins on {0} at {1}, local time at the venue.", CatalogTexts.LongDay(begin), CatalogTexts.Time(begin)]);
        }
    }

    protected override async Task OnInitializedAsync()
    {
        if ((Preview ?? await reader.FindAsync(Slug, HttpContext.RequestAborted)) is not { } details)
        {
            navigation.NotFound();
            return;
        }

        (Event, Seats) = details;

        Now = time.GetUtcNow();
        Upcoming = [.. Event.Performances.Where(performance => performance.EndsAt > Now)];
        Open = [.. Upcoming.Where(performance => Seats.AvailabilityOf(performance, Now).IsOpen())];
        Venues = [.. (Upcoming.Count > 0 ? Upcoming : [.. Event.Performances]).Select(performance => performance.Venue).DistinctBy(venue => venue.Id)];
        Tiers = Upcoming.Count > 0 ? Upcoming[0].Tiers : [];
        if (Preview is null)
        {
            await ReadPresalesAsync();
            Similar = await FindSimilarAsync();
        }
    }

    // No statement for events that are on sale.
    private async Task ReadPresalesAsync()
    {
        var waiting = Upcoming.Where(performance => Seats.AvailabilityOf(performance, Now) == Availability.NotYetOnSale).ToList();
        foreach (var windows in await presales.OfAsync(waiting.ConvertAll(performance => performance.Id), HttpContext.RequestAborted))
        {
            if (PresaleWindow.ToAnnounce(windows, Now) is { } presale)
            {
                Presales.Add(windows.Key, presale);
            }
        }
    }

    /// <summary>Events of the same category in the same city, then of the category, then in the city, then others.</summary>
    private async Task<List<CatalogHit>> FindSimilarAsync()
    {
        var open = new CatalogQuery { AvailableOnly = true, Limit = SimilarMax + 1, WithFacets = false };
        var category = open with { Category = Event!.Category };
        CatalogQuery[] wishes = City is null ? [category, open] : [category with { City = City }, category, open with { City = City }, open];
        var similar = new List<CatalogHit>();
        try
        {
            foreach (var wish in wishes.TakeWhile(_ => similar.Count < SimilarMax))
            {
                var hits = (await engine.SearchAsync(wish, HttpContext.RequestAborted)).Hits;
                similar.AddRange(hits.Where(hit => hit.Event.Id != Event.Id && !similar.Exists(other => other.Event.Id == hit.Event.Id)));
            }
        }
        catch (SearchUnavailableException)
        {
            // The event is sold without its neighbours.
            return [];
        }

        return [.. similar.Take(SimilarMax)];
    }

    private string Absolute(string path) => site.Value.Absolute(path).AbsoluteUri;
}
