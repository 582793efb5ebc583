using Microsoft.AspNetCore.Components;
using MudBlazor;
using Ticketing.App.BackOffice;
using Ticketing.App.Organizations;
using Ticketing.App.Shared;
using Ticketing.Core.Access;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Catalog.Venues;
using Ticketing.Infrastructure.Seating;

namespace Ticketing.App.Seating.Organizer;

/// <summary>An organization's seating plans, published or not: found by name and venue, started, renamed, copied and deleted.</summary>
public sealed partial class PlansPage(PlanShelf shelf, OrganizationVenues venues, Desk desk, NavigationManager navigation) : OrganizerPage
{
    private IReadOnlyList<Venue> _venues = [];
    private IReadOnlyList<PlanRow>? _plans;
    private PlanRow? _original;
    private SeatingPlanId? _renamed;
    private string _name = "";
    private string? _error;
    private bool _isNew;

    /// <summary>A part of the name.</summary>
    [SupplyParameterFromQuery(Name = "q")]
    public string? Query { get; set; }

    /// <summary>The venue's id; others show all.</summary>
    [SupplyParameterFromQuery(Name = "venue")]
    public string? VenueQuery { get; set; }

    private IReadOnlyList<BreadcrumbItem> Crumbs => Own is null ? [] : [new BreadcrumbItem(Own.Name, AppUrls.OrganizerHome(Slug))];

    private VenueId? ChosenVenue => Guid.TryParse(VenueQuery, out var id) ? new VenueId(id) : null;

    private List<PlanRow> Found => [.. (_plans ?? []).Where(plan => (ChosenVenue is not { } venue || plan.Venue == venue)
        && plan.Name.Contains(TypedText.Line(Query), StringComparison.CurrentCultureIgnoreCase))];

    protected override bool May(Caller caller, OrganizationId organization)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return caller.Runs(organization);
    }

    protected override async Task LoadAsync()
    {
        _venues = await venues.ListAsync(Own!.Id, Caller, Lifetime);
        _plans = await shelf.ListAsync(Own.Id, Caller, Lifetime);
    }

    private string VenueOf(PlanRow plan) => _venues.FirstOrDefault(venue => venue.Id == plan.Venue)?.Name ?? "";

    private string ZoneOf(PlanRow plan) => _venues.FirstOrDefault(venue => venue.Id == plan.Venue)?.TimeZone ?? "Etc/UTC";

    private void StartNew(PlanRow? original) => (_isNew, _original, _error) = (true, original, null);

    private Task OpenAsync(SeatingPlanId plan)
    {
        navigation.NavigateTo(AppUrls.OrganizerPlan(Slug, plan.Value));
        return Task.CompletedTask;
    }

    private async Task RenameAsync(PlanRow plan)
    {
        _error = null;
        var renamed = await shelf.HandleAsync(new RenamePlan(Own!.Id, plan.Id, _name, await ReadCallerAsync()), Lifetime);
        if (renamed.Succeeded)
        {
            _renamed = null;
            desk.Notify(L["The plan is called {0} now.", renamed.Value]);
            await ReloadAsync();
        }
        else
        {
            _error = PlanTexts.Describe(renamed.Refusal, L);
        }
    }

    private async Task DeleteAsync(PlanRow plan)
    {
        _error = null;
        if (!await desk.ConfirmAsync(L["Delete the plan {0} with all its versions?", plan.Name], L["Delete the plan"]))
        {
            return;
        }

        var deleted = await shelf.HandleAsync(new DeletePlan(Own!.Id, plan.Id, await ReadCallerAsync()), Lifetime);
        if (deleted.Succeeded)
        {
            desk.Notify(L["The plan {0} is deleted.", plan.Name]);
            await ReloadAsync();
        }
        else
        {
            _error = PlanTexts.Describe(deleted.Refusal, L);
        }
    }
}
