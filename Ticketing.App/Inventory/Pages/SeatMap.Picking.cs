using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Ticketing.App.Inventory.Api;
using Ticketing.App.Shared;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Core.Seating;

namespace Ticketing.App.Inventory.Pages;

/// <summary>The buyer's actions: each calls <see cref="SeatPicking"/> and shows the result.</summary>
public sealed partial class SeatMap
{
    private Task RemoveAsync(IReadOnlyList<SeatIndex> seats) => DoAsync(() => picking.RemoveAsync(seats, Lifetime));

    private Task AddPlaceAsync(string area) => TakeAsync(() => picking.AddAsync(new SeatWish.Area(area, 1), Lifetime));

    private Task ChangeAreaAsync(int step)
    {
        var area = _area ?? throw new InvalidOperationException("No area is open.");
        return step > 0 ? AddPlaceAsync(area.Name)
            : _basket?.Lines.FirstOrDefault(l => l.IsArea && l.Section == area.Name) is { } line ? RemoveAsync([line.Seats[^1]])
            : Task.CompletedTask;
    }

    private async Task CloseAreaAsync()
    {
        _area = null;
        await _map!.InvokeVoidAsync("focus", Lifetime);
    }

    private int PlacesIn(AreaChoice area) => _basket?.Lines.FirstOrDefault(l => l.IsArea && l.Section == area.Name)?.Seats.Count ?? 0;

    // Shows offers; nothing is held.
    private async Task FindBestAsync(BestSeatsRequest request)
    {
        _area = null;
        _offered = request;
        await TakeAsync(
            async () =>
            {
                var found = await picking.FindAsync(request.ToWish(), Lifetime);
                _offers = found.Succeeded ? OfferView.Of(found.Value.Offers, _sale!, L) : null;
                return found.Succeeded ? null : found.Refusal;
            },
            refused => refused.Reason == HoldRefusal.NotEnoughSeats && request is { IsTogether: true, Quantity: > 1 }
                ? new SeatNotice("not-together", L["There are no longer {0} seats of this kind side by side.", request.Quantity]) { Apart = request with { IsTogether = false } }
                : null);
    }

    private async Task TakeOfferAsync(OfferView offer)
    {
        var before = HeldIndexes();
        await TakeAsync(() => picking.AddAsync(new SeatWish.Seats(offer.Seats), Lifetime));
        int[] added = [.. HeldIndexes().Except(before)];
        if (added.Length > 0)
        {
            _offers = null;
            await FlashAsync(added);
            return;
        }

        // Refused; the notice says why. Seats taken by others are no longer offered.
        var again = await picking.FindAsync(_offered!.ToWish(), Lifetime);
        _offers = again.Succeeded ? OfferView.Of(again.Value.Offers, _sale!, L)
            : again.Refusal.Reason == HoldRefusal.NotEnoughSeats ? null
            : _offers;
    }

    private async Task DrawOffersAsync(ElementReference offers)
    {
        if (_map is not null)
        {
            await _map.InvokeVoidAsync("showOffers", Lifetime, offers);
        }
    }

    private Task TakeOfferedAsync(SeatNotice notice) => TakeAsync(() => picking.AddAsync(new SeatWish.Seats(notice.Offered), Lifetime));

    private Task ReleaseAllAsync() => DoAsync(() => picking.ReleaseAllAsync(Lifetime));

    private async Task ExtendAsync()
    {
        var isExtended = false;
        await DoAsync(async () =>
        {
            isExtended = await picking.ExtendAsync(Lifetime);
            return null;
        });
        _notice = isExtended
            ? new SeatNotice("extended", L["You have more time now. This works once."]) { IsGood = true }
            : new SeatNotice("not-extended", L["Your seats can’t be kept longer. Please continue to the checkout."]);
    }

    private async Task CheckOutAsync()
    {
        RefusedHold? refused = null;
        await DoAsync(async () => refused = await picking.CheckAsync(Lifetime));
        if (refused is null && picking.Held is { } held)
        {
            navigation.NavigateTo(AppUrls.Checkout(held.Id.Value), forceLoad: true);
        }
    }

    // A pass can expire while the circuit lives; seats already held stay and can be paid.
    private async Task TakeAsync(Func<Task<RefusedHold?>> act, Func<RefusedHold, SeatNotice?>? explain = null)
    {
        if (await IsAdmittedAsync())
        {
            await DoAsync(act, explain);
            return;
        }

        _notice = new SeatNotice("not-admitted", L["Your time to choose seats has run out. The seats in your basket stay yours; to pick more, join the queue again."])
        {
            OffersQueue = true,
        };
        StateHasChanged();
    }

    // Marks the buttons busy; SeatPicking serializes clicks on the map.
    private async Task DoAsync(Func<Task<RefusedHold?>> act, Func<RefusedHold, SeatNotice?>? explain = null)
    {
        if (_sale is null)
        {
            return;
        }

        _isBusy = true;
        StateHasChanged();
        try
        {
            var refused = await act();
            if (refused?.Proof is { } proof)
            {
                refused = await ProveAsync(proof, act);
            }

            _notice = refused is null ? null : explain?.Invoke(refused) ?? await NoticeAsync(refused);
        }
        finally
        {
            _isBusy = false;
        }

        await ShowAsync();
        await FlashAsync(_notice is { } notice ? [.. notice.Offered.Concat(notice.Shown).Select(s => s.Value)] : []);
    }

    // Beyond the budget the browser proves its work, and the same action runs again.
    private async Task<RefusedHold?> ProveAsync(WorkProof proof, Func<Task<RefusedHold?>> act)
    {
        _notice = new SeatNotice("proving", L["Many seats are being held from your network. One moment, we check that you are not a robot …"]);
        StateHasChanged();
        picking.Origin = picking.Origin! with { Proof = await _module!.InvokeAsync<string>("solve", Lifetime, proof.Challenge, proof.Bits) };
        return await act();
    }

    private async Task<SeatNotice> NoticeAsync(RefusedHold refused)
    {
        if (refused.Reason == HoldRefusal.HoldNotActive)
        {
            return await EndedAsync(Lifetime);
        }

        var notice = HoldMessages.Of(refused, _sale!.Plan, L);
        return refused.Reason == HoldRefusal.SeatsTaken
            ? notice with { Offered = await picking.NearestAsync(refused.Seats, Lifetime) }
            : notice;
    }

    private async Task FlashAsync(int[] seats)
    {
        if (seats.Length > 0 && _map is not null)
        {
            await _map.InvokeVoidAsync("flash", Lifetime, seats);
        }
    }

    private string NamesOf(IReadOnlyList<SeatIndex> seats) => SeatNames.Of(seats, _sale!.Plan, L);
}
