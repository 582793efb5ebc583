using System.Net;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Ticketing.App.Inventory.Api;
using Ticketing.App.Shared;
using Ticketing.App.WaitingRoom.Api;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Core.Seating;
using Ticketing.Core.Seating.Plans;
using Ticketing.Infrastructure.Inventory.Feed;
using Ticketing.Infrastructure.Inventory.Sale;
using Ticketing.Infrastructure.Ordering.Read;
using Ticketing.Infrastructure.Presales;

namespace Ticketing.App.Inventory.Pages;

/// <summary>
/// The live seat map with the basket. A circuit stores no seat states: frames encoded once for all viewers are passed to the script,
/// and clicks come back as seat indexes.
/// </summary>
public sealed partial class SeatMap(
    SeatSaleReader sales, SeatFeed feed, SeatPicking picking, BasketReader baskets, AdmissionGuard guard, IJSRuntime script, NavigationManager navigation, TimeProvider time) : LiveComponent
{
    private static readonly TimeSpan WatchInterval = TimeSpan.FromSeconds(1);

    /// <summary>While nothing is held: the sale state is polled less often, which reduces the load of thousands of open maps.</summary>
    private static readonly TimeSpan IdleWatchInterval = TimeSpan.FromSeconds(5);

    /// <summary>Maximum lead of the database's clock, which expires holds, over this one.</summary>
    private static readonly TimeSpan ClockSkewMax = TimeSpan.FromSeconds(2);

    private ElementReference _root;
    private DotNetObjectReference<SeatMap>? _self;
    private IJSObjectReference? _module;
    private IJSObjectReference? _map;
    private MapFrames? _frames;
    private SeatSubscription? _seats;

    private SeatSale? _sale;
    private SaleState _state;
    private PresaleWindow? _presale;
    private bool _couldPick;
    private IReadOnlyList<SectionSeats> _sections = [];
    private BasketView? _basket;
    private SeatNotice? _notice;
    private string?[] _closed = [];
    private IReadOnlyList<OfferView>? _offers;
    private BestSeatsRequest? _offered;
    private AreaChoice? _area;
    private DateTimeOffset? _admittedUntil;
    private bool _isBusy;
    private bool _isSoldOut;
    private bool _hasWheelchairPlaces;
    private bool _isLoaded;
    private bool _isReadyToMount;

    [Parameter, EditorRequired]
    public required Guid Performance { get; set; }

    /// <summary>The buyer's cookie, which scripts cannot read; passed by the page and encrypted by Blazor.</summary>
    [Parameter, EditorRequired]
    public required string BuyerKey { get; set; }

    /// <summary>Null: not signed in.</summary>
    [Parameter]
    public Guid? User { get; set; }

    /// <summary>The buyer's admission pass; null without one. Passed by the page like the key.</summary>
    [Parameter]
    public string? Pass { get; set; }

    /// <summary>The client's IP address, for the seat budget; null: unknown. Passed by the page like the key.</summary>
    [Parameter]
    public string? Address { get; set; }

    /// <summary>The buyer's proofs of access codes; null without one. Passed by the page like the key.</summary>
    [Parameter]
    public string? Access { get; set; }

    private bool CanPick => _state == SaleState.OnSale || (_state == SaleState.NotYetOnSale && _presale?.IsOpenAt(time.GetUtcNow()) == true);

    /// <summary>A seat was clicked on the map or in the list.</summary>
    [JSInvokable]
    public Task ToggleSeat(int seat)
    {
        _area = null;
        return TakeAsync(() => picking.ToggleAsync(new SeatIndex(seat), Lifetime));
    }

    /// <summary>An area was clicked on the map or in the list.</summary>
    [JSInvokable]
    public void OpenArea(int section)
    {
        if (_sale is { } sale && section >= 0 && section < sale.Plan.Sections.Length && sale.Plan.Sections[section] is { Area: { } area } clicked
            && sale.TierOf(new SeatIndex(clicked.First)) is { } tier)
        {
            _area = new AreaChoice(clicked.Name, area.Kind == AreaKind.Standing, tier);
            StateHasChanged();
        }
    }

    protected override ValueTask ReleaseAsync() => SeatMapScript.ReleaseAsync(_self, _map, _module);

    private async Task LoadAsync()
    {
        _sale = await sales.ReadAsync(new PerformanceId(Performance), Access, Lifetime);
        if (_sale is null)
        {
            return; // The page has responded with 404.
        }

        _state = _sale.State;
        _presale = _state == SaleState.NotYetOnSale && Access is not null ? await sales.FindPresaleAsync(_sale.Id, Access, Lifetime) : null;
        (_couldPick, picking.Access) = (CanPick, Access);
        var statuses = await ReadSeatsAsync(_sale);
        _admittedUntil = await guard.AdmittedUntilAsync(_sale.Id, Pass, Lifetime);
        if (!RendererInfo.IsInteractive)
        {
            _sections = SectionSeats.Of(_sale, statuses);
            return;
        }

        if (!await IsAdmittedAsync())
        {
            // The page is older than the waiting room, or the pass has expired. Held seats are kept.
            navigation.NavigateTo(AppUrls.Queue(Performance), forceLoad: true);
            _sale = null;
            return;
        }

        await picking.BeginAsync(_sale, HoldOwner.OfKey(BuyerKey), User is { } user ? new UserId(user) : null, Lifetime);
        ShowBasket();
        _notice = _basket is null ? null : new SeatNotice("resumed", L["Welcome back: your seats are still yours."]) { IsGood = true };
        _isReadyToMount = true;
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        // Once: further renders find the map mounted.
        if (!_isReadyToMount || _sale is null)
        {
            return;
        }

        _isReadyToMount = false;
        _self = DotNetObjectReference.Create(this);
        _module = await script.InvokeAsync<IJSObjectReference>("import", AppUrls.SeatMapScript);
        await MountAsync(_sale);
        if (picking.Held is not null)
        {
            await ShowSelectionAsync();
        }

        Track(FollowAsync());
        Repeat(time, () => picking.Held is null && CanPick ? IdleWatchInterval : WatchInterval, WatchAsync);
    }

    // Seats of a hidden tier are not for sale to this buyer, also while they are free.
    private static bool IsSold(SeatSale sale, SeatIndex seat) => sale.Hidden.IsEmpty || sale.TierOf(seat) is not null;

    // The notice shown while nothing can be picked.
    private SeatNotice? Standing => _sale is null ? null
        : !CanPick ? HoldMessages.OfSale(_state, L, _sale)
        : _isSoldOut ? new SeatNotice("sold-out", L["Sold out. Seats may come back when a basket's time runs out: they light up here at once."])
        : null;

    private async ValueTask<bool> IsAdmittedAsync()
    {
        var admission = await guard.AdmitAsync(new PerformanceId(Performance), Pass, BuyerKey, User is { } user ? new UserId(user) : null, Lifetime);
        picking.Origin = new HoldOrigin(ClientNetwork.Of(Address is null ? null : IPAddress.Parse(Address)), User is { } account ? new UserId(account) : null)
        {
            Pass = admission?.Pass,
        };
        return admission is not null;
    }

    // An instance that shuts down cancels its subscriptions; that is no error.
    private async Task FollowAsync()
    {
        try
        {
            await FeedAsync(Lifetime);
        }
        catch (OperationCanceledException)
        {
            // Shutdown, or the component was disposed.
        }
    }

    // Passes frames to the script. A viewer that is too slow or disconnected gets a snapshot instead.
    private async Task FeedAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            using var seats = await feed.SubscribeAsync(new PerformanceId(Performance), owner: HoldOwner.OfKey(BuyerKey), cancellationToken: cancellationToken);
            if (seats is null)
            {
                return;
            }

            _seats = seats;
            try
            {
                await foreach (var frame in seats.ReadAllAsync(cancellationToken))
                {
                    if (frame.Signal is { } signal)
                    {
                        await FollowOtherTabAsync(signal, cancellationToken);
                        continue;
                    }

                    if (!await _frames!.SendAsync(frame))
                    {
                        seats.Restart();
                    }

                    if (_isSoldOut && frame.Changes.Any(change => change.Status == SeatStatus.Available && IsSold(_sale!, change.Index)))
                    {
                        _isSoldOut = false;
                        StateHasChanged();
                    }

                    if (picking.AffectsHeldSeats(frame))
                    {
                        await HandleLostSeatsAsync(cancellationToken);
                    }
                }
            }
            catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // The script timed out: subscribe again and start with a snapshot.
            }

            await Task.Delay(WatchInterval, time, cancellationToken);
        }
    }

    // The hold expired (the sweeper can be faster than the watch), or another tab released or paid seats.
    private async Task HandleLostSeatsAsync(CancellationToken cancellationToken)
    {
        if (picking.DropIfExpired(time.GetUtcNow() + ClockSkewMax))
        {
            ShowHoldExpired();
        }
        else
        {
            await picking.ReloadAsync(cancellationToken);
            _notice = picking.Held is null ? await EndedAsync(cancellationToken) : _notice;
        }

        await ShowAsync();
    }

    // Another tab of this buyer has changed, ordered or released the hold.
    private async Task FollowOtherTabAsync(HoldSignal signal, CancellationToken cancellationToken)
    {
        var had = picking.Held;
        if (await picking.FollowAsync(signal, cancellationToken))
        {
            _notice = picking.Held is not null ? null : had is not null ? await EndedAsync(cancellationToken) : _notice;
            await ShowAsync();
        }
    }

    // What has become of a hold that this tab did not end itself.
    private async Task<SeatNotice> EndedAsync(CancellationToken cancellationToken)
    {
        var last = picking.LastHold is { } hold ? await baskets.FindAsync(hold, HoldOwner.OfKey(BuyerKey), cancellationToken) : null;
        return HoldMessages.OfEnd(last, L) ?? HoldMessages.Of(new RefusedHold(HoldRefusal.HoldNotActive), _sale!.Plan, L);
    }

    private void ShowHoldExpired() => _notice = HoldMessages.Of(new RefusedHold(HoldRefusal.HoldNotActive), _sale!.Plan, L);

    // Reacts to time: the hold expires, the sale opens or is paused, the deltas pause.
    private async Task WatchAsync()
    {
        if (!await _frames!.CheckAsync())
        {
            _seats?.Restart();
        }

        if (picking.DropIfExpired(time.GetUtcNow()))
        {
            ShowHoldExpired();
            await ShowAsync();
        }

        if (await sales.StateAsync(new PerformanceId(Performance), Lifetime) is { } state && (state != _state || CanPick != _couldPick))
        {
            _state = state;
            _couldPick = CanPick;
            _notice = state == SaleState.OnSale ? HoldMessages.OfSale(state, L, _sale!) : null;
            await _map!.InvokeVoidAsync("setCanSelect", Lifetime, CanPick);
            StateHasChanged();
        }

        await FollowPlanAsync();
        if (_sale is { } sale && TierTexts.ClosedTexts(sale, time.GetUtcNow(), L) is { } closed && !closed.SequenceEqual(_closed))
        {
            _closed = closed;
            await _map!.InvokeVoidAsync("setClosed", Lifetime, (object)closed);
        }
    }

    private async Task ShowAsync()
    {
        ShowBasket();
        StateHasChanged();
        await ShowSelectionAsync();
    }

    private async Task ShowSelectionAsync()
    {
        if (_map is not null)
        {
            await _map.InvokeVoidAsync("setSelection", Lifetime, HeldIndexes());
        }
    }

    private int[] HeldIndexes() => picking.Held is { } held ? [.. held.Seats.Select(s => s.Index.Value)] : [];

    /// <summary>The area that is open in the stepper.</summary>
    private sealed record AreaChoice(string Name, bool IsStanding, SeatSaleTier Tier);
}
