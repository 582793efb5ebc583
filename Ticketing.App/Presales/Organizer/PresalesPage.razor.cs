using Microsoft.AspNetCore.Components;
using MudBlazor;
using Ticketing.App.BackOffice;
using Ticketing.App.Organizations;
using Ticketing.App.Shared;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Presales;
using Ticketing.Infrastructure.Presales;

namespace Ticketing.App.Presales.Organizer;

/// <summary>The presales of an event, and the form for a new one.</summary>
public sealed partial class PresalesPage(
    PresaleReader reader, ManagePresalesHandler handler, Desk desk, NavigationManager navigation, TimeProvider time) : OrganizerPage
{
    private PresaleEvent? _event;
    private IReadOnlyList<PresaleRow> _rows = [];
    private IReadOnlyList<PresaleFault> _faults = [];
    private string? _error;
    private bool _isBusy;
    private int _made;

    [Parameter]
    public Guid EventId { get; set; }

    private string Zone => _event is { Dates.Count: > 0 } found ? found.Dates[0].TimeZone : "UTC";

    private bool HasNoWindow => _event!.Dates.All(date => date.OnSaleAt <= time.GetUtcNow()) && !_event.Categories.Any(category => category.ByCode);

    private IReadOnlyList<BreadcrumbItem> Crumbs =>
        [new BreadcrumbItem(Own!.Name, AppUrls.OrganizerHome(Slug)), new BreadcrumbItem(L["Events"], AppUrls.OrganizerEvents(Slug))];

    protected override bool May(Caller caller, OrganizationId organization) => caller.RunsSomeOf(organization);

    protected override async Task LoadAsync()
    {
        var found = await reader.FindEventAsync(new Core.Common.EventId(EventId), Caller, Lifetime);
        _event = found?.Organization == Own!.Id ? found : null;
        _rows = _event is null ? [] : await reader.ListAsync(_event.Id, Caller, Lifetime);
    }

    private async Task CreateAsync(PresaleResult form)
    {
        (_isBusy, _error, _faults) = (true, null, form.Faults);
        if (_faults.Count > 0)
        {
            _error = PresaleTexts.Describe(PresaleRefusal.Invalid, L);
        }
        else
        {
            var made = await handler.HandleAsync(new CreatePresale(_event!.Id, form.Terms, await ReadCallerAsync()), Lifetime);
            if (made.Succeeded)
            {
                _made++;
                desk.Notify(L["The presale is created. Make its codes next."]);
                navigation.NavigateTo(AppUrls.OrganizerPresale(Slug, EventId, made.Value.Value));
            }
            else
            {
                (_error, _faults) = (PresaleTexts.Describe(made.Refusal.Reason, L), made.Refusal.Faults);
            }
        }

        _isBusy = false;
    }
}
