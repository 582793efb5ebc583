using System.Globalization;
using Microsoft.AspNetCore.Components;
using Ticketing.Core.Common;
using Ticketing.Core.Seating;
using Ticketing.Core.Seating.Plans;
using Ticketing.Infrastructure.Localization;

namespace Ticketing.App.Inventory.Pages;

/// <summary>The held seats with prices and countdown: a panel beside the map, a bottom sheet on phones.</summary>
public sealed partial class Basket : ComponentBase
{
    private bool _isOpen;

    /// <summary>Null: nothing is held.</summary>
    [Parameter, EditorRequired]
    public required BasketView? View { get; set; }

    /// <summary>A change is in progress; further clicks are queued.</summary>
    [Parameter]
    public bool IsBusy { get; set; }

    [Parameter, EditorRequired]
    public required EventCallback<IReadOnlyList<SeatIndex>> OnRemove { get; set; }

    /// <summary>Adds one place in the area of this name.</summary>
    [Parameter, EditorRequired]
    public required EventCallback<string> OnAddPlace { get; set; }

    [Parameter, EditorRequired]
    public required EventCallback OnReleaseAll { get; set; }

    [Parameter, EditorRequired]
    public required EventCallback OnExtend { get; set; }

    [Parameter, EditorRequired]
    public required EventCallback OnCheckout { get; set; }

    private string CountText => View?.SeatCount == 1 ? L["1 seat"] : L["{0} seats", View?.SeatCount ?? 0];

    private static string Format(Money money) => money.Format(CultureInfo.CurrentCulture);

    private void Toggle() => _isOpen = !_isOpen;

    private static string PlaceText(BasketLine line) => PlaceName.Of(line.Place, CultureInfo.CurrentCulture);

    // The lines are all-in prices and add up to the total.
    private string? IncludedText => View switch
    {
        { Fees.Amount: > 0, Tax.Amount: > 0 } => L["Includes {0} fees and {1} tax.", Format(View.Fees), Format(View.Tax)].Value,
        { Fees.Amount: > 0 } => L["Includes {0} fees.", Format(View.Fees)].Value,
        { Tax.Amount: > 0 } => L["Includes {0} tax.", Format(View.Tax)].Value,
        _ => null,
    };

    private string KindText(SeatKind kind) => kind switch
    {
        SeatKind.Regular => "",
        SeatKind.Wheelchair => " · " + L["Wheelchair place"],
        SeatKind.Companion => " · " + L["Companion seat"],
        SeatKind.RestrictedView => " · " + L["Restricted view"],
    };
}
