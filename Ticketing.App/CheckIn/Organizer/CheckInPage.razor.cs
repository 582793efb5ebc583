using Ticketing.App.BackOffice;
using Ticketing.App.Organizations;
using Ticketing.Core.Access;
using Ticketing.Core.Catalog;
using Ticketing.Core.CheckIn;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Catalog.Venues;
using Ticketing.Infrastructure.CheckIn.Desk;
using Ticketing.Infrastructure.CheckIn.Gates;

namespace Ticketing.App.CheckIn.Organizer;

/// <summary>The dates whose tickets are checked, and the gates of the organization's venues.</summary>
public sealed partial class CheckInPage(
    DoorReader doors, GateReader gates, OrganizationVenues venues, ManageGatesHandler handler, Desk desk) : OrganizerPage
{
    // Doors are set up shortly before a date.
    private const int DatesShown = 20;

    private IReadOnlyList<DoorRow> _dates = [];
    private IReadOnlyList<Gate> _gates = [];
    private IReadOnlyList<Venue> _venues = [];
    private GateId? _edited;
    private VenueId? _added;
    private string? _error;
    private string? _fault;
    private bool _isBusy;
    private bool _showsAll;

    protected override bool May(Caller caller, OrganizationId organization)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return caller.ChecksInSomeOf(organization);
    }

    protected override async Task LoadAsync()
    {
        _dates = await doors.ListAsync(Own!.Id, Caller, Lifetime);
        (_gates, _venues) = Caller.Runs(Own.Id)
            ? (await gates.ListAsync(Own.Id, Caller, Lifetime), await venues.ListAsync(Own.Id, Caller, Lifetime))
            : ([], []);
    }

    private List<Gate> GatesOf(Venue venue) => [.. _gates.Where(gate => gate.VenueId == venue.Id)];

    private void Add(Venue venue) => (_added, _edited, _fault, _error) = (venue.Id, null, null, null);

    private void Edit(Gate gate) => (_added, _edited, _fault, _error) = (null, gate.Id, null, null);

    private Task AddAsync(Venue venue, GateFields form) => RunAsync(async caller =>
    {
        var made = await handler.HandleAsync(new CreateGate(Own!.Id, venue.Id, form.Name, form.SectionNames, caller), Lifetime);
        return made.Succeeded ? null : made.Refusal;
    }, L["The gate {0} is added.", form.Name]);

    private Task SaveAsync(Gate gate, GateFields form) => RunAsync(
        caller => handler.HandleAsync(new EditGate(gate.Id, form.Name, form.SectionNames, caller), Lifetime), L["The gate {0} is saved.", form.Name]);

    private async Task DeleteAsync(Gate gate)
    {
        if (await desk.ConfirmAsync(L["Delete the gate {0}? It leaves all dates that use it.", gate.Name], L["Delete"]))
        {
            await RunAsync(caller => handler.HandleAsync(new DeleteGate(gate.Id, caller), Lifetime), L["The gate {0} is deleted.", gate.Name]);
        }
    }

    private async Task RunAsync(Func<Caller, Task<GateRefusal?>> run, string done)
    {
        (_isBusy, _error, _fault) = (true, null, null);
        var refusal = await run(await ReadCallerAsync());
        if (refusal is { } refused)
        {
            (_fault, _error) = _added is null && _edited is null ? (null, CheckInTexts.Describe(refused, L)) : (CheckInTexts.Describe(refused, L), _error);
        }
        else
        {
            (_added, _edited) = (null, null);
            desk.Notify(done);
        }

        await ReloadAsync();
        _isBusy = false;
    }
}
