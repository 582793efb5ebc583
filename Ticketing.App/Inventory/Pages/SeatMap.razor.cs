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

namespace Ticketing.App.Inventory.Pages;

/// <summary>
/// The live seat map with the basket beside it. A circuit keeps no seats: what the feed encoded once for all viewers goes
/// to the script that draws them, and its clicks come back as numbers.
/// </summary>
public sealed partial class SeatMap(
    SeatSaleReader sales, SeatFeed feed, SeatPicking picking, AdmissionGuard guard, IJSRuntime script, NavigationManager navigation, TimeProvider time) : LiveComponent
{
    private static readonly TimeSpan WatchEvery = TimeSpan.FromSeconds(1);

    /// <summary>While nothing has a time: a pause of the sale is noticed so much later, and thousands of maps cost a fifth.</summary>
    private static readonly TimeSpan WatchIdlyEvery = TimeSpan.FromSeconds(5);

    /// <summary>How long the script may take to answer. Calls that a broken connection has swallowed are never answered.</summary>
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(10);

    /// <summary>How far the database's clock, which ends holds, may be ahead of this one.</summary>
    private static readonly TimeSpan ClockSkewMax = TimeSpan.FromSeconds(2);

    private ElementReference _root;
    private DotNetObjectReference<SeatMap>? _self;
    private IJSObjectReference? _module;
    private IJSObjectReference? _map;

    private SeatSale? _sale;
    private SaleState _state;
    private IReadOnlyList<SectionSeats> _sections = [];
    private BasketView? _basket;
    private SeatNotice? _notice;
    private AreaChoice? _area;
    private bool _isBusy;
    private bool _isSoldOut;
    private bool _hasWheelchairPlaces;
    private bool _isReadyToMount;

    [Parameter, EditorRequired]
    public required Guid Performance { get; set; }

    /// <summary>The buyer's cookie: scripts cannot read it, so the page hands it over (encrypted by Blazor).</summary>
    [Parameter, EditorRequired]
    public required string BuyerKey { get; set; }

    /// <summary>Null: not signed in.</summary>
    [Parameter]
    public Guid? User { get; set; }

    /// <summary>What the waiting room gave this buyer; null: nothing. The page hands it over as it does the key.</summary>
    [Parameter]
    public string? Pass { get; set; }

    private bool CanPick => _state == SaleState.OnSale;

    /// <summary>A seat was clicked on the map or in the list.</summary>
    [JSInvokable]
    public Task ToggleSeat(int seat) => TakeAsync(() => picking.ToggleAsync(new SeatIndex(seat), Lifetime));

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

    protected override async ValueTask ReleaseAsync()
    {
        // First, for what comes after it may find that the browser has left.
        _self?.Dispose();
        if (_map is not null)
        {
            await _map.InvokeVoidAsync("dispose");
            await _map.DisposeAsync();
        }

        if (_module is not null)
        {
            await _module.DisposeAsync();
        }
    }

    protected override async Task OnInitializedAsync()
    {
        _sale = await sales.ReadAsync(new PerformanceId(Performance), Lifetime);
        if (_sale is null)
        {
            return; // The page around this has answered "not found".
        }

        _state = _sale.State;
        var statuses = await feed.StatusesAsync(_sale.Id, Lifetime) ?? [];
        _isSoldOut = !statuses.Contains(SeatStatus.Available);
        if (!RendererInfo.IsInteractive)
        {
            _sections = SectionSeats.Of(_sale, statuses);
            return;
        }

        if (!await IsAdmittedAsync())
        {
            // The page is from before the waiting room, or the pass has ended: whoever has seats in hand keeps them.
            navigation.NavigateTo(AppUrls.Queue(Performance), forceLoad: true);
            _sale = null;
            return;
        }

        var plan = _sale.Plan;
        _hasWheelchairPlaces = Enumerable.Range(0, plan.PlacedCount).Any(seat => plan.KindOf(new SeatIndex(seat)) == SeatKind.Wheelchair);
        await picking.BeginAsync(_sale, HoldOwner.OfKey(BuyerKey), User is { } user ? new UserId(user) : null, Lifetime);
        ShowBasket();
        _notice = _basket is null ? null : new SeatNotice("resumed", L["Welcome back: your seats are still yours."]) { IsGood = true };
        _isReadyToMount = true;
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        // Not "first render": that one comes before what is read asynchronously is there.
        if (!_isReadyToMount || _sale is null)
        {
            return;
        }

        _isReadyToMount = false;
        _self = DotNetObjectReference.Create(this);
        _module = await script.InvokeAsync<IJSObjectReference>("import", AppUrls.SeatMapScript);
        _map = await _module.InvokeAsync<IJSObjectReference>("mount", _root, _self, SeatMapOptions.Json(_sale, CanPick, L));
        if (picking.Held is not null)
        {
            await ShowSelectionAsync();
        }

        Own(FollowAsync());
        Beat(time, () => picking.Held is null && CanPick ? WatchIdlyEvery : WatchEvery, WatchAsync);
    }

    // Why nothing can be picked, for as long as that is so.
    private SeatNotice? Standing => _sale is null ? null
        : _state != SaleState.OnSale ? HoldMessages.OfSale(_state, L, _sale)
        : _isSoldOut ? new SeatNotice("sold-out", L["Sold out. Seats may come back when a basket's time runs out: they light up here at once."])
        : null;

    private ValueTask<bool> IsAdmittedAsync() =>
        guard.IsAdmittedAsync(new PerformanceId(Performance), Pass, BuyerKey, User is { } user ? new UserId(user) : null, Lifetime);

    // A stopping instance refuses subscriptions by cancelling them: the circuit ends with it, and nothing has failed.
    private async Task FollowAsync()
    {
        try
        {
            await FeedAsync(Lifetime);
        }
        catch (OperationCanceledException)
        {
            // Or the page was left.
        }
    }

    // Frames to the script, as they come. A viewer that cannot keep up, or whose connection is broken, gets a snapshot later.
    private async Task FeedAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            using var seats = await feed.SubscribeAsync(new PerformanceId(Performance), cancellationToken: cancellationToken);
            if (seats is null)
            {
                return;
            }

            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            try
            {
                await foreach (var frame in seats.ReadAllAsync(cancellationToken))
                {
                    patience.CancelAfter(AnswerPatience);
                    await _map!.InvokeVoidAsync(frame.IsSnapshot ? "applySnapshot" : "applyDelta", patience.Token, frame.Text);
                    patience.CancelAfter(Timeout.InfiniteTimeSpan);
                    if (_isSoldOut && frame.Changes.Any(change => change.Status == SeatStatus.Available))
                    {
                        _isSoldOut = false;
                        StateHasChanged();
                    }

                    if (picking.IsLosing(frame))
                    {
                        await LoseAsync(cancellationToken);
                    }
                }
            }
            catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // The script did not answer in time: a phone asleep, a tunnel. Start over with a snapshot.
            }

            await Task.Delay(WatchEvery, time, cancellationToken);
        }
    }

    // The sweeper may be faster than the watch: the same happened, so the same is said. Otherwise another tab gave seats back,
    // or they have been paid.
    private async Task LoseAsync(CancellationToken cancellationToken)
    {
        if (picking.ForgetIfOver(time.GetUtcNow() + ClockSkewMax))
        {
            TellHoldIsOver();
        }
        else
        {
            await picking.ReloadAsync(cancellationToken);
        }

        await ShowAsync();
    }

    private void TellHoldIsOver() => _notice = HoldMessages.Of(new RefusedHold(HoldRefusal.HoldGone), _sale!.Plan, L);

    // Time does things, too: the hold runs out, the sale opens or is paused.
    private async Task WatchAsync()
    {
        if (picking.ForgetIfOver(time.GetUtcNow()))
        {
            TellHoldIsOver();
            await ShowAsync();
        }

        if (await sales.StateAsync(new PerformanceId(Performance), Lifetime) is { } state && state != _state)
        {
            _state = state;
            _notice = state == SaleState.OnSale ? HoldMessages.OfSale(state, L, _sale!) : null;
            await _map!.InvokeVoidAsync("setCanSelect", Lifetime, CanPick);
            StateHasChanged();
        }
    }

    private async Task ShowAsync()
    {
        ShowBasket();
        StateHasChanged();
        await ShowSelectionAsync();
    }

    private void ShowBasket() =>
        _basket = _sale is { } sale && picking.Held is { } held ? BasketView.Of(held, sale.Plan, sale, time.GetUtcNow()) : null;

    private async Task ShowSelectionAsync()
    {
        if (_map is not null)
        {
            await _map.InvokeVoidAsync("setSelection", Lifetime, HeldIndexes());
        }
    }

    private int[] HeldIndexes() => picking.Held is { } held ? [.. held.Seats.Select(s => s.Index.Value)] : [];

    /// <summary>The area whose places are being counted.</summary>
    private sealed record AreaChoice(string Name, bool IsStanding, SeatSaleTier Tier);
}
