using Microsoft.AspNetCore.Components;
using MudBlazor;
using Ticketing.App.BackOffice;
using Ticketing.App.Organizations;
using Ticketing.App.Shared;
using Ticketing.App.WaitingRoom.Admin;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory.Allotments;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Inventory.Allotments;
using Ticketing.Infrastructure.Inventory.Sale;
using Ticketing.Infrastructure.Ordering.BoxOffice;

namespace Ticketing.App.BoxOffice.Organizer;

/// <summary>The allotments of an event's dates: seats are chosen by name, by category or on the map. The date is a query parameter.</summary>
public sealed partial class HoldsPage(
    AllotmentReader reader, ManageAllotmentsHandler handler, BoxOfficeReader sales, Desk desk, NavigationManager navigation) : OrganizerPage
{
    private AllotmentEvent? _event;
    private AllotmentDate? _date;
    private AllottedPlan? _plan;
    private SeatSale? _sale;
    private IReadOnlyList<AllotmentRow> _rows = [];
    private IReadOnlyList<SeatStatus> _statuses = [];
    private IReadOnlyCollection<SeatIndex> _selected = [];
    private AllotmentId? _chosen;
    private IReadOnlyList<AllotmentFault> _faults = [];
    private string? _error;
    private bool _isBusy;
    private string _name = "";
    private AllotmentKind _kind = AllotmentKind.Partner;
    private string _color = AllotmentTerms.UsualColor;
    private string _release = "";
    private string _typed = "";

    [Parameter]
    public Guid EventId { get; set; }

    [SupplyParameterFromQuery(Name = "date")]
    public string? Date { get; set; }

    private AllotmentRow? Chosen => _rows.FirstOrDefault(row => row.Allotment.Id == _chosen);

    private string Example => _plan is { } plan && plan.Plan.PlaceCount > 0
        ? $"{plan.Plan.Sections[0].Name}, {plan.Plan.LabelOf(new SeatIndex(0))}"
        : "A-1";

    private IReadOnlyList<BreadcrumbItem> Crumbs =>
        [new BreadcrumbItem(Own!.Name, AppUrls.OrganizerHome(Slug)), new BreadcrumbItem(L["Events"], AppUrls.OrganizerEvents(Slug))];

    protected override bool May(Caller caller, OrganizationId organization) => caller.RunsSomeOf(organization);

    protected override async Task LoadAsync()
    {
        var found = await reader.FindEventAsync(new Core.Common.EventId(EventId), Caller, Lifetime);
        _event = found?.Organization == Own!.Id && Caller.Runs(Own.Id, found.Id) ? found : null;
        var before = _date;
        _date = _event?.Dates.FirstOrDefault(date => date.Id.ToString() == Date) ?? _event?.Next;
        if (_date is null)
        {
            return;
        }

        if (_date.Id != before?.Id)
        {
            _sale = (await sales.FindAsync(_date.Id, Caller, Lifetime))?.Sale;
            Choose(null);
        }

        _rows = await reader.ListAsync(_date.Id, Caller, Lifetime);
        _plan = await reader.FindPlanAsync(_date.Id, Caller, Lifetime);
        _chosen = Chosen is { Allotment.ReleasedAt: null } ? _chosen : null;
        ShowStatuses();
    }

    private void ChooseDate(ChangeEventArgs change)
    {
        if (Guid.TryParse((string?)change.Value, out var date))
        {
            navigation.NavigateTo(AppUrls.OrganizerHolds(Slug, EventId, date));
        }
    }

    // What the form starts with: a new allotment, or a stored one.
    private void Choose(AllotmentRow? row)
    {
        (_chosen, _faults, _error, _typed, _selected) = (row?.Allotment.Id, [], null, "", []);
        (_name, _kind) = (row?.Allotment.Name ?? "", row?.Allotment.Kind ?? AllotmentKind.Partner);
        _color = row?.Allotment.Color ?? AllotmentTerms.UsualColor;
        _release = row?.Allotment.ReleaseAt is { } at ? VenueClock.Text(at, _date!.TimeZone) : "";
        ShowStatuses();
    }

    // While an allotment is changed, its free seats can be clicked to release them, and the public's to add them.
    private void ShowStatuses()
    {
        if (_plan is not { } plan)
        {
            _statuses = [];
            return;
        }

        var toAllot = DeskSeats.ToAllot(plan);
        _statuses = _chosen is { } allotment
            ? [.. DeskSeats.ToRelease(plan, allotment).Zip(toAllot, (own, free) => own == SeatStatus.Available ? own : free)]
            : toAllot;
    }

    private void Toggle(SeatIndex seat) =>
        _selected = _selected.Contains(seat) ? [.. _selected.Where(each => each != seat)] : [.. _selected, seat];

    private void NameArea(string area) => _typed = Append(_typed, $"{area} x 10");

    private void AddCategory(ChangeEventArgs change)
    {
        if (change.Value is string { Length: > 0 } key)
        {
            _typed = Append(_typed, SeatChoice.CategoryPrefix + key);
        }
    }

    private void ClearSeats() => _selected = [];

    private static string Append(string typed, string name) => string.IsNullOrWhiteSpace(typed) ? name : $"{typed.TrimEnd().TrimEnd(',')}, {name}";

    private SeatChoice Seats => new([.. _selected], string.IsNullOrWhiteSpace(_typed) ? null : _typed);

    private async Task SaveAsync()
    {
        List<AllotmentFault> faults = [];
        var release = ReadRelease(faults);
        if (faults.Count > 0)
        {
            (_faults, _error) = (faults, BoxOfficeTexts.Describe(new RefusedAllotment(AllotmentRefusal.Invalid), L));
            return;
        }

        var terms = new AllotmentTerms(_name, _kind, _color, release);
        if (Chosen is { } row)
        {
            await RunAsync(caller => handler.HandleAsync(new EditAllotment(row.Allotment.Id, terms, caller), Lifetime), L["The allotment is saved."]);
        }
        else if (await RunAsync(caller => handler.HandleAsync(new CreateAllotment(_date!.Id, terms, Seats, caller), Lifetime), L["The seats are set aside."]))
        {
            Choose(null);
        }
    }

    private async Task AddAsync()
    {
        var id = _chosen!.Value;
        if (await RunAsync(caller => handler.HandleAsync(new AddToAllotment(id, Seats, caller), Lifetime), L["The seats are added."]))
        {
            (_typed, _selected) = ("", []);
        }
    }

    private async Task ReleaseSeatsAsync()
    {
        var id = _chosen!.Value;
        if (await RunAsync(caller => handler.HandleAsync(new ReleaseFromAllotment(id, Seats, caller), Lifetime), L["The seats are on sale to the public."]))
        {
            (_typed, _selected) = ("", []);
        }
    }

    private async Task ReleaseAllAsync()
    {
        var row = Chosen!;
        if (await desk.ConfirmAsync(
            L["Release {0}? Its {1} free seats go on sale to the public, and what is refunded later, too.", row.Allotment.Name, row.Free], L["Release all"])
            && await RunAsync(
                caller => handler.HandleAsync(new ReleaseAllotment(row.Allotment.Id, caller), Lifetime), L["The allotment has ended."]))
        {
            Choose(null);
        }
    }

    private async Task<bool> RunAsync(Func<Caller, Task<Outcome<AllotmentId, RefusedAllotment>>> run, string done)
    {
        (_isBusy, _error, _faults) = (true, null, []);
        var outcome = await run(await ReadCallerAsync());
        if (outcome.Succeeded)
        {
            desk.Notify(done);
        }
        else
        {
            (_error, _faults) = (BoxOfficeTexts.Describe(outcome.Refusal, L), outcome.Refusal.Faults);
        }

        await ReloadAsync();
        _isBusy = false;
        return outcome.Succeeded;
    }

    // A time that is as it was stays exact, also one in the hour that comes twice.
    private DateTimeOffset? ReadRelease(List<AllotmentFault> faults)
    {
        if (string.IsNullOrWhiteSpace(_release))
        {
            return null;
        }

        if (Chosen?.Allotment.ReleaseAt is { } stored && VenueClock.Text(stored, _date!.TimeZone) == _release)
        {
            return stored;
        }

        var read = VenueClock.Read(_release, _date!.TimeZone);
        if (!read.Succeeded)
        {
            faults.Add(new AllotmentFault(nameof(AllotmentTerms.ReleaseAt), "Enter a day and a time that the clocks at the venue show once."));
        }

        return read.Succeeded ? read.Value : null;
    }

    private string? FaultOf(string field) => _faults.FirstOrDefault(fault => fault.Field == field) is { } found ? L[found.Sentence].Value : null;
}
