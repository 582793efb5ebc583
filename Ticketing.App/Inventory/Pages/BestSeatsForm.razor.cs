using System.Globalization;
using Microsoft.AspNetCore.Components;
using Ticketing.Infrastructure.Inventory.Sale;

namespace Ticketing.App.Inventory.Pages;

/// <summary>Asks for the best seats there are: how many, at which price, side by side or not.</summary>
public sealed partial class BestSeatsForm : ComponentBase
{
    private const int QuantityAtFirst = 2;
    private const int WheelchairsMax = 4;

    private int _quantity = QuantityAtFirst;
    private string _tier = "";
    private bool _isTogether = true;
    private int _wheelchairs;

    [Parameter, EditorRequired]
    public required SeatSale Sale { get; set; }

    [Parameter, EditorRequired]
    public required int QuantityMax { get; set; }

    [Parameter]
    public bool HasWheelchairPlaces { get; set; }

    /// <summary>Nothing is in the basket yet: this is the page's main button.</summary>
    [Parameter]
    public bool IsProminent { get; set; }

    [Parameter]
    public bool IsBusy { get; set; }

    [Parameter, EditorRequired]
    public required EventCallback<BestSeatsRequest> OnFind { get; set; }

    protected override void OnParametersSet() => _quantity = Math.Clamp(_quantity, 1, Math.Max(1, QuantityMax));

    // Not disabled while busy, so that the keyboard's focus stays; a second press is one search all the same.
    private Task FindAsync() => IsBusy ? Task.CompletedTask : OnFind.InvokeAsync(new BestSeatsRequest(
        _quantity, _tier.Length == 0 ? null : _tier, _isTogether, Math.Min(_wheelchairs, _quantity)));

    private string PriceText(SeatSaleTier tier) => Sale.AllInOf(tier) is { Amount: > 0 } price ? price.Format(CultureInfo.CurrentCulture) : L["Free"];
}

/// <param name="Tier">The price tier's name; null for any.</param>
/// <param name="IsTogether">Side by side in one row, or not at all.</param>
/// <param name="Wheelchairs">Wheelchair places among the quantity.</param>
public sealed record BestSeatsRequest(int Quantity, string? Tier, bool IsTogether, int Wheelchairs);
