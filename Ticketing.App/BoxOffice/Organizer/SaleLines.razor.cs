using System.Globalization;
using Microsoft.AspNetCore.Components;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering.Reductions;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Ordering.BoxOffice;
using Ticketing.Infrastructure.Ordering.Read;

namespace Ticketing.App.BoxOffice.Organizer;

/// <summary>The seats of a sale with their prices, of which reduced ones can be chosen.</summary>
public sealed partial class SaleLines : ComponentBase
{
    [Parameter, EditorRequired]
    public required BoxOfficeBasket Basket { get; set; }

    /// <summary>The reductions as they were chosen last; they may not be stored yet.</summary>
    [Parameter, EditorRequired]
    public required ChosenReductions Chosen { get; set; }

    /// <summary>Whether the tickets are complimentary: then no price is shown.</summary>
    [Parameter, EditorRequired]
    public required bool IsComp { get; set; }

    [Parameter, EditorRequired]
    public required bool IsBusy { get; set; }

    /// <summary>The name of the allotment that a seat is of; null: of none.</summary>
    [Parameter, EditorRequired]
    public required Func<SeatIndex, string?> NameOfAllotment { get; set; }

    /// <summary>Another price of a seat was chosen: its reduction's name; empty: the full price.</summary>
    [Parameter, EditorRequired]
    public required EventCallback<(SeatIndex Seat, string? Name)> OnChoose { get; set; }

    /// <summary>Other prices of several seats were chosen.</summary>
    [Parameter, EditorRequired]
    public required EventCallback<ChosenReductions> OnChooseAll { get; set; }

    [Parameter, EditorRequired]
    public required EventCallback<SeatIndex> OnRemove { get; set; }

    private IReadOnlyList<CheckoutItem> Items => Basket.Items;

    // Names that can be chosen for all seats: a companion's is for single seats.
    private List<string> Names => IsComp
        ? []
        : [.. Items.SelectMany(item => item.Tier.Reductions).Where(reduction => !reduction.IsCompanion).Select(reduction => reduction.Name).Distinct()];

    // Seats whose tier does not offer it keep what they have.
    private Task ChooseAllAsync(string? name) => OnChooseAll.InvokeAsync(Items
        .Where(item => name is null || item.Tier.Reductions.Any(reduction => reduction.Name == name))
        .Aggregate(Chosen, (chosen, item) => chosen.With(item.Seat, name)));

    private static string Text(Money money) => money.Format(CultureInfo.CurrentCulture);
}
