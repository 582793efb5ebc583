using System.Globalization;
using Microsoft.AspNetCore.Components;
using Ticketing.Core.Catalog;
using Ticketing.Infrastructure.Inventory.Sale;

namespace Ticketing.App.Inventory.Pages;

/// <summary>Title and sale state of the performance. Part of the circuit, because the sale state changes while the page is open.</summary>
public sealed partial class SeatsHead : ComponentBase
{
    [Parameter, EditorRequired]
    public required SeatSale Sale { get; set; }

    /// <summary>Current state, which may differ from the loaded sale.</summary>
    [Parameter, EditorRequired]
    public required SaleState State { get; set; }

    [Parameter]
    public bool IsSoldOut { get; set; }

    /// <summary>The buyer's code opens the seats before the general sale.</summary>
    [Parameter]
    public bool IsPresale { get; set; }

    /// <summary>Seconds until the visitor's admission by the waiting room expires; null without one.</summary>
    [Parameter]
    public int? SecondsToChoose { get; set; }

    private string WhenText => VenueTime.When(VenueTime.At(Sale.StartsAt, Sale.TimeZone), CultureInfo.CurrentCulture);

    private string StateText => State switch
    {
        SaleState.NotYetOnSale => IsPresale ? L["Presale"] : L["Not yet on sale"],
        SaleState.OnSale => IsSoldOut ? L["Sold out"] : L["On sale"],
        SaleState.Paused => L["Paused"],
        SaleState.Ended => L["Sale ended"],
        SaleState.Cancelled => L["Cancelled"],
        SaleState.Postponed => L["Postponed"],
    };

    private string? StateClass => State switch
    {
        SaleState.OnSale => IsSoldOut ? null : "badge-success",
        SaleState.NotYetOnSale => IsPresale ? "badge-success" : "badge-info",
        SaleState.Paused or SaleState.Postponed => "badge-warning",
        SaleState.Ended or SaleState.Cancelled => "badge-danger",
    };
}
