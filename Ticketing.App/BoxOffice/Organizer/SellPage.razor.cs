using System.Globalization;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using Ticketing.App.BackOffice;
using Ticketing.App.Organizations;
using Ticketing.App.Shared;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Core.Inventory.BoxOffice;
using Ticketing.Core.Ordering.BoxOffice;
using Ticketing.Core.Ordering.Reductions;
using Ticketing.Core.Payments;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Inventory.Allotments;
using Ticketing.Infrastructure.Ordering.BoxOffice;
using Ticketing.Infrastructure.Payments.Shifts;

namespace Ticketing.App.BoxOffice.Organizer;

/// <summary>
/// Sells a date: seats by number and price or from the map, reduced prices, then the payment. Seats are held for the member with the prices that
/// were chosen; a reload finds them again.
/// </summary>
public sealed partial class SellPage(
    BoxOfficeReader reader, AllotmentReader allotments, BoxOfficeHoldHandler holds, ChooseAtBoxOfficeHandler choose, SellAtBoxOfficeHandler sell,
    ShiftReader shifts, Desk desk, TimeProvider time) : OrganizerPage
{
    private const int QuickMax = 6;

    private static readonly TimeSpan WatchInterval = TimeSpan.FromSeconds(2);

    private BoxOfficeDesk? _desk;
    private BoxOfficeBasket? _basket;
    private ChosenReductions _chosen = ChosenReductions.None;
    private ChosenReductions? _wanted;
    private bool _isChoosing;
    private SoldAtBoxOffice? _sold;
    private ShiftFigures? _shift;
    private AllottedPlan? _plan;
    private IReadOnlyList<AllotmentRow> _allotments = [];
    private IReadOnlyList<SeatStatus> _statuses = [];
    private IReadOnlyCollection<SeatIndex> _selected = [];
    private AllotmentId? _from;
    private string? _error;
    private bool _isBusy;
    private int _count = 2;
    private string _tier = "";
    private bool _isTogether = true;
    private BoxOfficeMeans _means;
    private string _given = "";
    private string _note = "";
    private string _name = "";
    private string _email = "";

    [Parameter]
    public Guid Performance { get; set; }

    private PerformanceId Id => new(Performance);

    private Money Total => _basket is not { } basket ? Money.Zero("EUR")
        : _means == BoxOfficeMeans.Comp ? Money.Zero(basket.Total.Currency)
        : basket.Total;

    private Money? Change => TypedMoney.ReadAmount(_given, Total.Currency) is { } given && given >= Total.Amount
        ? new Money(given, Total.Currency) - Total
        : null;

    private IReadOnlyList<BreadcrumbItem> Crumbs =>
        [new BreadcrumbItem(Own!.Name, AppUrls.OrganizerHome(Slug)), new BreadcrumbItem(L["Box office"], AppUrls.OrganizerSell(Slug))];

    protected override bool May(Caller caller, OrganizationId organization) => caller.ServesSomeBuyersOf(organization);

    protected override async Task LoadAsync()
    {
        var found = await reader.FindAsync(Id, Caller, Lifetime);
        _desk = found?.Facts.Terms.Organization.Id == Own!.Id ? found : null;
        if (_desk is null)
        {
            return;
        }

        _shift = await shifts.FindOpenAsync(Own.Id, Caller, Lifetime);
        _means = _shift is null && _basket is null ? BoxOfficeMeans.Terminal : _means;
        await ReadSeatsAsync();
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender && RendererInfo.IsInteractive)
        {
            Repeat(time, WatchInterval, WatchAsync);
        }
    }

    // What others take, and what time takes from this sale.
    private async Task WatchAsync()
    {
        if (_desk is not null && !_isBusy && _sold is null)
        {
            var hadSeats = _basket is not null;
            await ReadSeatsAsync();
            if (_plan is not null && _plan.Plan.Id != _desk.Sale.Plan.Id)
            {
                // A newer version of the plan: its seats keep their numbers, so the basket stays.
                await LoadAsync();
            }

            if (hadSeats && _basket is null)
            {
                _error = L["The time for these seats ran out. Choose them again."];
            }

            StateHasChanged();
        }
    }

    private async Task ReadSeatsAsync()
    {
        _plan = await allotments.FindPlanAsync(Id, Caller, Lifetime);
        _allotments = [.. (await allotments.ListAsync(Id, Caller, Lifetime)).Where(row => row.Allotment.ReleasedAt is null)];
        _from = _allotments.Any(row => row.Allotment.Id == _from) ? _from : null;
        _basket = await reader.FindBasketAsync(Id, Caller, Lifetime);
        _chosen = _basket?.Chosen ?? ChosenReductions.None;
        var selected = _basket?.Items.Select(item => item.Seat).ToHashSet() ?? [];
        _selected = selected.SetEquals(_selected) ? _selected : selected;
        var statuses = _plan is null ? [] : DeskSeats.ToSell(_plan, _from);
        _statuses = statuses.SequenceEqual(_statuses) ? _statuses : statuses;
    }

    private async Task ChooseFrom(ChangeEventArgs change)
    {
        _from = Guid.TryParse((string?)change.Value, out var id) ? new AllotmentId(id) : null;
        await ReadSeatsAsync();
    }

    private Task BestAsync() => HoldAsync(new SeatWish.Best(_count, _tier.Length > 0 ? _tier : null, _isTogether), _from);

    private Task QuickAsync(string tier, int seats) => HoldAsync(new SeatWish.Best(seats, tier, Together: seats > 1), _from);

    private Task AreaAsync(string area) => _from is null
        ? HoldAsync(new SeatWish.Area(area, 1), null)
        : DeskSeats.FirstFreeIn(_desk!.Sale.Plan, area, _statuses) is { } place ? HoldAsync(new SeatWish.Seats([place]), null)
        : Task.CompletedTask;

    private Task ToggleAsync(SeatIndex seat) => _selected.Contains(seat)
        ? RunAsync(async caller => await holds.HandleAsync(new GiveBackAtBoxOffice(Id, [seat], caller), Lifetime))
        : HoldAsync(new SeatWish.Seats([seat]), null);

    private Task GiveAllBackAsync() => RunAsync(async caller => await holds.HandleAsync(new GiveBackAtBoxOffice(Id, null, caller), Lifetime));

    private Task HoldAsync(SeatWish wish, AllotmentId? from) => RunAsync(async caller =>
    {
        var held = await holds.HandleAsync(new HoldAtBoxOffice(Id, wish, from, caller), Lifetime);
        return held.Succeeded ? null : held.Refusal;
    });

    private async Task RunAsync(Func<Caller, Task<RefusedHold?>> run)
    {
        (_isBusy, _error) = (true, null);
        var refused = await run(await ReadCallerAsync());
        _error = refused is null ? null : BoxOfficeTexts.Describe(refused, L);
        await ReadSeatsAsync();
        _isBusy = false;
    }

    private Task ChooseAsync((SeatIndex Seat, string? Name) choice) =>
        ChooseAllAsync((_wanted ?? _chosen).With(choice.Seat, choice.Name));

    // Stored one after the other, since arrow keys choose faster than that; each choice has those before it.
    private async Task ChooseAllAsync(ChosenReductions chosen)
    {
        _wanted = chosen;
        if (_isChoosing)
        {
            return;
        }

        (_isChoosing, _isBusy) = (true, true);
        while (_wanted is { } next && _basket is { } basket)
        {
            (_chosen, _wanted) = (next, null);
            var refused = await choose.HandleAsync(new ChooseAtBoxOffice(Id, basket.Hold, next, await ReadCallerAsync()), Lifetime);
            _error = refused is { } reason ? BoxOfficeTexts.Describe(reason, L) : null;
            await ReadSeatsAsync();
        }

        (_isChoosing, _isBusy, _wanted) = (false, false, null);
    }

    private async Task SellAsync()
    {
        if (_isBusy || _basket is not { } basket)
        {
            return;
        }

        (_isBusy, _error) = (true, null);
        long? given = string.IsNullOrWhiteSpace(_given) ? null : TypedMoney.ReadAmount(_given, Total.Currency) ?? -1;
        var payment = new BoxOfficePayment(_means, _means == BoxOfficeMeans.Cash ? given : null, _means == BoxOfficeMeans.Cash ? null : _note);
        var buyer = new BoxOfficeBuyer(_name, _email, CultureInfo.CurrentUICulture.TwoLetterISOLanguageName);
        var sold = await sell.HandleAsync(
            new SellAtBoxOffice(Id, basket.Hold, payment, buyer, Total, await ReadCallerAsync())
            {
                Reductions = _means == BoxOfficeMeans.Comp ? ChosenReductions.None : basket.Chosen,
            },
            Lifetime);
        if (sold.Succeeded)
        {
            _sold = sold.Value;
            (_given, _note, _name, _email) = ("", "", "", "");
            desk.Notify(L["Sold."]);
        }
        else
        {
            _error = BoxOfficeTexts.Describe(sold.Refusal, L);
        }

        await ReloadAsync();
        _isBusy = false;
    }

    private async Task NextAsync()
    {
        _sold = null;
        await ReadSeatsAsync();
    }

    private string? NameOfAllotment(SeatIndex seat) => _plan?.Allotted.TryGetValue(seat, out var id) == true
        ? _allotments.FirstOrDefault(row => row.Allotment.Id == id)?.Allotment.Name
        : null;
}
