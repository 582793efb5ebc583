using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Core.Ordering.Reductions;
using Ticketing.Core.Seating;
using Ticketing.Core.Seating.Plans;
using Ticketing.Infrastructure.Inventory.Sale;

namespace Ticketing.App.Inventory.Pages;

/// <summary>The first render, a newer plan, the basket's view, and the time of the visitor's admission.</summary>
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

    // The seats' statuses, and what follows from them and from the plan.
    private async Task<SeatStatus[]> ReadSeatsAsync(SeatSale sale)
    {
        var statuses = await feed.StatusesAsync(sale.Id, sale.Plan, Lifetime) ?? [];
        _isSoldOut = !statuses.Index().Any(seat => seat.Item == SeatStatus.Available && IsSold(sale, new SeatIndex(seat.Index)));
        _hasWheelchairPlaces = Enumerable.Range(0, sale.Plan.PlacedCount).Any(seat => sale.Plan.KindOf(new SeatIndex(seat)) == SeatKind.Wheelchair);
        return statuses;
    }

    // Builds the map, or replaces the one that is there once its plan has been loaded.
    private async Task MountAsync(SeatSale sale)
    {
        var former = _map;
        _closed = TierTexts.ClosedTexts(sale, time.GetUtcNow(), L);
        _map = await _module!.InvokeAsync<IJSObjectReference>("mount", _root, _self, SeatMapOptions.Json(sale, CanPick, L, time.GetUtcNow()), former);
        _frames = new MapFrames(script, _map);
        if (former is not null)
        {
            await former.DisposeAsync();
        }
    }

    // The organizer has added seats or moved some: the page stays, with its basket; seats keep their numbers.
    private async Task FollowPlanAsync()
    {
        if (_sale is not { } shown || await sales.PlanAsync(shown.Id, Lifetime) is not { } plan || plan == shown.Plan.Id
            || await sales.ReadAsync(shown.Id, Access, Lifetime) is not { } sale)
        {
            return;
        }

        _sale = sale;
        _offers = null;
        await ReadSeatsAsync(sale);
        await MountAsync(sale);
        _seats?.Restart();
        await picking.BeginAsync(sale, HoldOwner.OfKey(BuyerKey), User is { } user ? new UserId(user) : null, Lifetime);
        await ShowAsync();
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
