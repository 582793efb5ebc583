using System.Globalization;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using Ticketing.App.BackOffice;
using Ticketing.App.Organizations;
using Ticketing.App.Shared;
using Ticketing.Core.Access;
using Ticketing.Core.CheckIn;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.CheckIn.Desk;
using Ticketing.Infrastructure.CheckIn.Devices;
using Ticketing.Infrastructure.CheckIn.Gates;
using Gate = Ticketing.Core.CheckIn.Gate;

namespace Ticketing.App.CheckIn.Organizer;

/// <summary>The door of a performance, read again every two seconds: who is inside, what gates and devices do, and what needs a supervisor.</summary>
public sealed partial class DoorPage(
    DoorReader reader, GateReader gates, DeviceReader devices, PerformanceGatesHandler gateHandler, ManageDevicesHandler deviceHandler,
    DoorDeskHandler handler, Desk desk, TimeProvider time) : OrganizerPage
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    private DoorView? _door;
    private GateChoices? _choices;
    private IReadOnlyList<DeviceRow> _devices = [];
    private GatePolicyFields? _form;
    private string _capacity = "";
    private string _say = "";
    private string? _sayFault;
    private string? _fault;
    private string? _error;
    private Guid? _shown;
    private bool _isBusy;
    private bool _isRepeating;

    [Parameter]
    public Guid Performance { get; set; }

    private PerformanceId Id => new(Performance);

    private DateTimeOffset Now => time.GetUtcNow();

    private bool MayRun => _choices is not null;

    private IReadOnlyList<BreadcrumbItem> Crumbs => [new BreadcrumbItem(L["Check-in"], AppUrls.OrganizerCheckIn(Slug))];

    protected override bool May(Caller caller, OrganizationId organization)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return caller.ChecksInSomeOf(organization);
    }

    protected override async Task LoadAsync()
    {
        var found = await reader.FindAsync(Id, Caller, Lifetime);
        _door = found?.Organization == Own!.Id ? found : null;
        (_choices, _devices) = _door is null
            ? (null, [])
            : (await gates.ChoicesAsync(Id, Caller, Lifetime), await devices.ListAsync(Own.Id, Id, Caller, Lifetime));
        if (_shown != Performance)
        {
            // Not what is being typed, each time the page is read again.
            (_shown, _form, _capacity) = (Performance, null, _door?.Capacity?.ToString(CultureInfo.InvariantCulture) ?? "");
        }
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (RendererInfo.IsInteractive && !_isRepeating)
        {
            _isRepeating = true;
            Repeat(time, Period, async () =>
            {
                if (Own is not null && !_isBusy)
                {
                    await ReloadAsync();
                    StateHasChanged();
                }
            });
        }
    }

    private static string Number(int number) => number.ToString("N0", CultureInfo.CurrentCulture);

    private string ContactOf(DeviceRow device) => device.LastSeenAt is { } seen
        ? device.Health is { } health && Math.Abs(health.Offset) >= CheckInTimes.ClockTolerance.TotalMilliseconds
            ? L["{0}, its clock is off by {1} s", DeskTime.Seconds(seen, _door!.TimeZone), Math.Round(health.Offset / 1000.0)]
            : DeskTime.Seconds(seen, _door!.TimeZone)
        : L["No contact yet"];

    private void Edit(GateFigures gate) => (_form, _fault) = (GatePolicyFields.Of(gate, _door!.TimeZone), null);

    private void Use(Gate gate) => (_form, _fault) = (new GatePolicyFields(gate.Id, gate.Name), null);

    private async Task SaveAsync(GatePolicyFields form)
    {
        var terms = form.Read(_door!.TimeZone);
        if (!terms.Succeeded)
        {
            _fault = CheckInTexts.Describe(terms.Refusal, L);
            return;
        }

        var (opens, closes, capacity) = terms.Value;
        _fault = await RunAsync(
            caller => gateHandler.HandleAsync(new SetGatePolicy(Id, form.Gate, form.Policy, opens, closes, capacity, [.. form.Tiers], caller), Lifetime),
            L["The gate {0} is saved.", form.Name]);
        if (_fault is null)
        {
            _form = null;
        }
    }

    private async Task CloseAsync(GateFigures gate)
    {
        var closes = !gate.IsClosedAt(Now);
        if (!closes || await desk.ConfirmAsync(L["Close the gate {0} now? Devices there let nobody in any more.", gate.Name], L["Close"]))
        {
            _error = await RunAsync(
                caller => gateHandler.HandleAsync(new CloseGate(Id, gate.Id, closes, caller), Lifetime),
                closes ? L["The gate {0} is closed.", gate.Name] : L["The gate {0} is open.", gate.Name]);
        }
    }

    private async Task RemoveAsync(GateFigures gate)
    {
        if (await desk.ConfirmAsync(L["Take the gate {0} off this date? Its scans stay.", gate.Name], L["Remove"]))
        {
            _error = await RunAsync(
                caller => gateHandler.HandleAsync(new RemoveGate(Id, gate.Id, caller), Lifetime), L["The gate {0} is not used at this date any more.", gate.Name]);
        }
    }

    private async Task SetCapacityAsync()
    {
        if (!GatePolicyFields.TryReadNumber(_capacity, out var capacity))
        {
            _error = CheckInTexts.Describe(GateRefusal.CapacityInvalid, L);
            return;
        }

        _error = await RunAsync(
            caller => gateHandler.HandleAsync(new SetDoorCapacity(Id, capacity, caller), Lifetime), L["The room of the house is saved."]);
    }

    private async Task SayAsync()
    {
        _isBusy = true;
        var said = await deviceHandler.HandleAsync(
            new CommandDevices(Own!.Id, Id, null, DeviceCommandKind.Say, _say, await ReadCallerAsync()), Lifetime);
        _sayFault = said.Succeeded ? null : CheckInTexts.Describe(said.Refusal, L);
        if (said.Succeeded)
        {
            _say = "";
            desk.Notify(L["{0} devices show it with their next contact.", said.Value]);
        }

        _isBusy = false;
    }

    private async Task LockAsync(DeviceRow device)
    {
        _isBusy = true;
        var locked = await deviceHandler.HandleAsync(
            new CommandDevices(Own!.Id, Id, device.Id, DeviceCommandKind.Lock, null, await ReadCallerAsync()), Lifetime);
        _error = locked.Succeeded ? null : CheckInTexts.Describe(locked.Refusal, L);
        if (locked.Succeeded)
        {
            desk.Notify(L["The device {0} asks for its PIN with its next contact.", device.Name]);
        }

        _isBusy = false;
    }

    private async Task UndoAsync(Conflict row)
    {
        if (!await desk.ConfirmAsync(L["Take this entry back? The ticket can be used again."], L["Take back"]))
        {
            return;
        }

        _isBusy = true;
        var refusal = await handler.HandleAsync(new UndoScan(Id, row.Nonce, L["Taken back at the desk"], await ReadCallerAsync()), Lifetime);
        _error = refusal is { } refused ? CheckInTexts.Describe(refused, L) : null;
        await ReloadAsync();
        _isBusy = false;
    }

    /// <returns>The sentence of a refusal; null: done.</returns>
    private async Task<string?> RunAsync(Func<Caller, Task<GateRefusal?>> run, string done)
    {
        _isBusy = true;
        var refusal = await run(await ReadCallerAsync());
        if (refusal is null)
        {
            desk.Notify(done);
        }

        await ReloadAsync();
        _isBusy = false;
        return refusal is { } refused ? CheckInTexts.Describe(refused, L) : null;
    }
}
