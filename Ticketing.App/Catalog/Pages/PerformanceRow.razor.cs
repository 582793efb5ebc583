using Microsoft.AspNetCore.Components;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Presales;

namespace Ticketing.App.Catalog.Pages;

/// <summary>A date of an event: time, price, state and actions.</summary>
public sealed partial class PerformanceRow
{
    [Parameter, EditorRequired]
    public required CatalogPerformance Performance { get; set; }

    [Parameter, EditorRequired]
    public required Availability Availability { get; set; }

    [Parameter, EditorRequired]
    public required SeatCount Seats { get; set; }

    /// <summary>The lowest price of a free seat; null: none is free.</summary>
    [Parameter, EditorRequired]
    public required Money? PriceFrom { get; set; }

    /// <summary>The seats are behind a waiting room.</summary>
    [Parameter]
    public bool HasWaitingRoom { get; set; }

    /// <summary>For events with several venues.</summary>
    [Parameter]
    public bool ShowCity { get; set; }

    /// <summary>A promo code for the checkout; null: none.</summary>
    [Parameter]
    public string? Promo { get; set; }

    /// <summary>The presale to announce; null: none.</summary>
    [Parameter]
    public PresaleWindow? Presale { get; set; }

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    private bool IsInPresale => Presale?.IsOpenAt(Time.GetUtcNow()) == true;

    /// <summary>The date is not published: it has no seats to choose and no calendar entry.</summary>
    [Parameter]
    public bool IsPreview { get; set; }

    private DateTimeOffset Local => Performance.StartsAtLocal;

    /// <summary>Explanation of the availability.</summary>
    private string Advice => Availability switch
    {
        Availability.Available => "",
        Availability.Few when Seats.Free == 0 => L["The last seats are in other people's baskets; some may come back."],
        Availability.Few => Seats.Free == 1 ? L["One seat left"] : L["{0} seats left", Seats.Free],
        Availability.SoldOut => L["Returned seats appear here."],
        Availability.NotYetOnSale when IsInPresale => L["Presale until {0}: enter your code.", CatalogTexts.When(VenueTime.At(Presale!.ClosesAt, Performance.Venue.TimeZone))],
        Availability.NotYetOnSale when Presale is { } presale => L["Presale begins {0}, for holders of a code.", CatalogTexts.When(VenueTime.At(presale.OpensAt, Performance.Venue.TimeZone))],
        Availability.NotYetOnSale => L["Sale begins {0}.", CatalogTexts.When(VenueTime.At(Performance.OnSaleAt, Performance.Venue.TimeZone))],
        Availability.Paused => L["The organizer has stopped sales for the moment. Your tickets stay valid."],
        Availability.Postponed => L["A new date will be announced. Your tickets stay valid."],
        Availability.Ended => L["The sale for this date has ended."],
        Availability.Cancelled => L["The organizer refunds the buyers."],
    };
}
