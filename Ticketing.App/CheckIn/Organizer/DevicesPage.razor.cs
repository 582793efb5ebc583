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
using Ticketing.Infrastructure.Tickets;
using Gate = Ticketing.Core.CheckIn.Gate;

namespace Ticketing.App.CheckIn.Organizer;

/// <summary>The phones that check tickets: made by a link, shown once.</summary>
public sealed partial class DevicesPage(
    DeviceReader reader, DoorReader doors, GateReader gates, ManageDevicesHandler handler, Desk desk, NavigationManager navigation, TimeProvider time)
    : OrganizerPage
{
    private static readonly DeviceCapability[] Optional =
        [DeviceCapability.Search, DeviceCapability.Undo, DeviceCapability.Override, DeviceCapability.Kiosk];

    private readonly HashSet<PerformanceId> _chosen = [];
    private readonly HashSet<GateId> _chosenGates = [];
    private readonly HashSet<DeviceCapability> _capabilities = [];
    private IReadOnlyList<DeviceRow> _devices = [];
    private IReadOnlyList<DoorRow> _dates = [];
    private IReadOnlyList<Gate> _gates = [];
    private string _name = "";
    private string? _nameFault;
    private string? _error;

    // Of the device that was made last; not stored anywhere.
    private string? _link;
    private string _qr = "";
    private string? _slug;
    private bool _isBusy;

    private DateTimeOffset Now => time.GetUtcNow();

    private IReadOnlyList<BreadcrumbItem> Crumbs => [new BreadcrumbItem(L["Check-in"], AppUrls.OrganizerCheckIn(Slug))];

    protected override bool May(Caller caller, OrganizationId organization)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return caller.RunsSomeOf(organization);
    }

    protected override async Task LoadAsync()
    {
        if (_slug != Slug)
        {
            // Another organization's page: the link belongs to the one before.
            (_slug, _link, _error) = (Slug, null, null);
        }

        _devices = await reader.ListAsync(Own!.Id, null, Caller, Lifetime);
        _dates = await doors.ListAsync(Own.Id, Caller, Lifetime);
        _gates = await gates.ListAsync(Own.Id, Caller, Lifetime);
    }

    private static void Choose<T>(HashSet<T> chosen, T one, bool isChosen)
    {
        if (isChosen)
        {
            chosen.Add(one);
        }
        else
        {
            chosen.Remove(one);
        }
    }

    private async Task MakeAsync()
    {
        (_isBusy, _error, _nameFault) = (true, null, null);
        var made = await handler.HandleAsync(
            new MakeDevice(Own!.Id, _name, [.. _chosen], [.. _chosenGates], [.. _capabilities], null, await ReadCallerAsync()), Lifetime);
        if (made.Succeeded)
        {
            Show(made.Value);
            _name = "";
        }
        else if (made.Refusal == DeviceRefusal.NameInvalid)
        {
            _nameFault = CheckInTexts.Describe(made.Refusal, L);
        }
        else
        {
            _error = CheckInTexts.Describe(made.Refusal, L);
        }

        await ReloadAsync();
        _isBusy = false;
    }

    private async Task RenewAsync(DeviceRow row)
    {
        if (!await desk.ConfirmAsync(L["Make a new link for {0}? The phone that is the device now is wiped at its next contact.", row.Name], L["New link"]))
        {
            return;
        }

        (_isBusy, _error) = (true, null);
        var renewed = await handler.HandleAsync(new RenewInvite(row.Id, await ReadCallerAsync()), Lifetime);
        if (renewed.Succeeded)
        {
            Show(renewed.Value);
        }
        else
        {
            _error = CheckInTexts.Describe(renewed.Refusal, L);
        }

        await ReloadAsync();
        _isBusy = false;
    }

    private async Task RevokeAsync(DeviceRow row)
    {
        if (!await desk.ConfirmAsync(L["Revoke {0}? It is wiped at its next contact and scans no more.", row.Name], L["Revoke"]))
        {
            return;
        }

        (_isBusy, _error) = (true, null);
        if (await handler.HandleAsync(new RevokeDevice(row.Id, await ReadCallerAsync()), Lifetime) is { } refused)
        {
            _error = CheckInTexts.Describe(refused, L);
        }
        else
        {
            desk.Notify(L["The device {0} is revoked.", row.Name]);
        }

        await ReloadAsync();
        _isBusy = false;
    }

    private void Show(MadeDevice made)
    {
        _link = navigation.ToAbsoluteUri(AppUrls.EnrolDevice(made.Token)).ToString();
        _qr = TicketQr.Of(_link).ToSvg(L["QR code of the link"]);
    }
}
