using System.Globalization;
using Microsoft.AspNetCore.Components;
using Ticketing.App.Inventory.Api;
using Ticketing.Infrastructure.Inventory.Sale;

namespace Ticketing.App.Inventory.Pages;

/// <summary>Sections with prices and free seats as plain HTML, shown until the live map starts and without JavaScript.</summary>
public sealed partial class SeatOverview : ComponentBase
{
    [Parameter, EditorRequired]
    public required SeatSale Sale { get; set; }

    [Parameter, EditorRequired]
    public required IReadOnlyList<SectionSeats> Sections { get; set; }

    private string PriceText(SectionSeats section)
    {
        var prices = section.Tiers.Select(ordinal => Sale.AllInOf(Sale.Tiers.First(t => t.Ordinal == ordinal))).OrderBy(p => p.Amount).ToList();
        var lowest = prices.Count == 0 ? "" : prices[0].Format(CultureInfo.CurrentCulture);
        return prices.Count > 1 ? L["from {0}", lowest] : lowest;
    }
}
