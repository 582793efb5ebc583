using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using Ticketing.App.Shared;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Catalog;
using Ticketing.Infrastructure.Configuration;
using Ticketing.Infrastructure.WaitingRoom.Engine;

namespace Ticketing.App.Catalog.Pages;

/// <summary>One event: description, dates, venue, prices and policies.</summary>
public sealed partial class EventPage(
    CatalogReader reader, RoomBoard rooms, TimeProvider time, IOptions<SiteOptions> site, NavigationManager navigation)
{
    private const int SimilarMax = 4;

    [Parameter]
    public required string Slug { get; set; }

    [CascadingParameter]
    public required HttpContext HttpContext { get; set; }

    private CatalogSnapshot Catalog { get; set; } = CatalogSnapshot.Empty;

    private CatalogEvent? Event { get; set; }

    private DateTimeOffset Now { get; set; }

    private IReadOnlyList<CatalogPerformance> Upcoming { get; set; } = [];

    private IReadOnlyList<CatalogPerformance> Open { get; set; } = [];

    private IReadOnlyList<CatalogVenue> Venues { get; set; } = [];

    private IReadOnlyList<CatalogTier> Tiers { get; set; } = [];

    private IReadOnlyList<CatalogHit> Similar { get; set; } = [];

    private string SiteName => site.Value.Name;

    private string Address => Absolute(AppUrls.Event(Slug));

    private string? City => Venues.Count == 1 ? Venues[0].City : null;

    private Money? PriceFrom => Upcoming.Count == 0 || Event!.IsCancelled ? null : Catalog.PriceFrom(Upcoming);

    private bool PricesDiffer => Upcoming.Any(performance => !performance.Tiers.Select(tier => tier.AllIn).SequenceEqual(Tiers.Select(tier => tier.AllIn)));

    private MarkupString StructuredData => EventStructuredData.Script(Catalog, Event!, Now, site.Value);

    private string ZoneText => string.Join(", ", Upcoming.Select(performance => VenueTime.Zone(performance.StartsAtLocal)).Distinct());

    private string TaxText => Tiers[0].TaxBasisPoints == 0
        ? L["No tax is due on these tickets."]
        : L["All prices include {0} tax.", (Tiers[0].TaxBasisPoints / 10_000m).ToString(Tiers[0].TaxBasisPoints % 100 == 0 ? "P0" : "P2", CultureInfo.CurrentCulture)];

    private string RefundText => Event!.Organizer switch
    {
        { RefundHoursBefore: null } => L["Tickets cannot be returned, unless the event is cancelled or moved."],
        { RefundHoursBefore: { } hours, RefundKeepsFee: true } => L["You can cancel a whole order yourself until {0} hours before the start; the fee is kept. For single tickets ask the organizer.", hours],
        { RefundHoursBefore: { } hours } => L["You can cancel a whole order yourself until {0} hours before the start, fee included. For single tickets ask the organizer.", hours],
    };

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
            if (Upcoming.All(performance => Catalog.AvailabilityOf(performance, Now) == Availability.SoldOut))
            {
                return (L["Sold out"], L["There are no seats left at the moment. Returned seats appear here."]);
            }

            if (Upcoming.Where(performance => Catalog.AvailabilityOf(performance, Now) == Availability.NotYetOnSale).MinBy(performance => performance.OnSaleAt) is not { } first)
            {
                return null;
            }

            var begin = VenueTime.At(first.OnSaleAt, first.Venue.TimeZone);
            return (L["The sale has not begun."], L["The sale begins on {0} at {1}, local time at the venue.", CatalogTexts.LongDay(begin), CatalogTexts.Time(begin)]);
        }
    }

    protected override async Task OnInitializedAsync()
    {
        (Catalog, Event) = await reader.FindAsync(Slug, HttpContext.RequestAborted);
        if (Event is null)
        {
            navigation.NotFound();
            return;
        }

        Now = time.GetUtcNow();
        Upcoming = [.. Event.Performances.Where(performance => performance.EndsAt > Now)];
        Open = [.. Upcoming.Where(performance => Catalog.AvailabilityOf(performance, Now).IsOpen())];
        Venues = [.. (Upcoming.Count > 0 ? Upcoming : [.. Event.Performances]).Select(performance => performance.Venue).DistinctBy(venue => venue.Id)];
        Tiers = Upcoming.Count > 0 ? Upcoming[0].Tiers : [];
        Similar = FindSimilar();
    }

    private List<CatalogHit> FindSimilar()
    {
        var hits = CatalogSearch.Run(Catalog, new CatalogQuery { AvailableOnly = true }, Now).Hits.Where(hit => hit.Event.Id != Event!.Id);
        return [.. hits
            .OrderByDescending(hit => (hit.Event.Category == Event!.Category ? 2 : 0) + (hit.Next.Venue.City == City ? 1 : 0))
            .ThenBy(hit => hit.Rank).Take(SimilarMax)];
    }

    private string Absolute(string path) => site.Value.Absolute(path).AbsoluteUri;
}
