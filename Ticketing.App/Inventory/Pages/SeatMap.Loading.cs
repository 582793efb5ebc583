using Microsoft.AspNetCore.Components;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering.Reductions;

namespace Ticketing.App.Inventory.Pages;

/// <summary>The first render, the basket's view, and the time of the visitor's admission.</summary>
public sealed partial class SeatMap
{
    private (HoldId Hold, ChosenReductions? Chosen) _reductions;

    private int? SecondsToChoose => _admittedUntil - time.GetUtcNow() is { } left && left > TimeSpan.Zero ? (int)Math.Ceiling(left.TotalSeconds) : null;

    /// <summary>Loads before the first render: the page as the server rendered it stays until the map replaces it, so that nothing jumps.</summary>
    public override async Task SetParametersAsync(ParameterView parameters)
    {
        parameters.SetParameterProperties(this);
        if (!_isLoaded)
        {
            _isLoaded = true;
            await LoadAsync();
        }

        await base.SetParametersAsync(ParameterView.Empty);
    }

    private void ShowBasket()
    {
        // Answers to changes of the hold leave the reductions out: they stay as they were read with it.
        if (picking.Held is { Reductions: { } read } known)
        {
            _reductions = (known.Id, ChosenReductions.Read(read));
        }

        _basket = _sale is { } sale && picking.Held is { } held
            ? BasketView.Of(held, sale.Plan, sale, time.GetUtcNow(), _reductions.Hold == held.Id ? _reductions.Chosen : null)
            : null;
    }
}
