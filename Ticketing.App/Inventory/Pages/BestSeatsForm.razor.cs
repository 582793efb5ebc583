using System.Globalization;
using Microsoft.AspNetCore.Components;
using Ticketing.Core.Inventory;
using Ticketing.Infrastructure.Inventory.Sale;

namespace Ticketing.App.Inventory.Pages;

/// <summary>Form for the best available seats: quantity, price, side by side or not.</summary>
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

    /// <summary>Whether this is the page's primary action, while the basket is empty.</summary>
    [Parameter]
    public bool IsProminent { get; set; }

    [Parameter]
    public bool IsBusy { get; set; }

    [Parameter, EditorRequired]
    public required EventCallback<BestSeatsRequest> OnFind { get; set; }

    protected override void OnParametersSet() => _quantity = Math.Clamp(_quantity, 1, Math.Max(1, QuantityMax));

    // Not disabled while busy, which would lose keyboard focus; a second press is ignored.
    private Task FindAsync() => IsBusy ? Task.CompletedTask : OnFind.InvokeAsync(new BestSeatsRequest(
        _quantity, _tier.Length == 0 ? null : _tier, _isTogether, Math.Min(_wheelchairs, _quantity)));

    private string PriceText(SeatSaleTier tier) => Sale.AllInOf(tier) is { Amount: > 0 } price ? price.Format(CultureInfo.CurrentCulture) : L["Free"];
}

/// <param name="Tier">The price tier's name; null for any.</param>
/// <param name="IsTogether">Only seats side by side in one row.</param>
/// <param name="Wheelchairs">Wheelchair places among the quantity.</param>
public sealed record BestSeatsRequest(int Quantity, string? Tier, bool IsTogether, int Wheelchairs)
{
    internal SeatWish.Best ToWish() => new(Quantity, Tier, IsTogether) { Wheelchairs = Wheelchairs };
}
