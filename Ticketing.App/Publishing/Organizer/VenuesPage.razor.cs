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

namespace Ticketing.App.Publishing.Organizer;

/// <summary>An organization's venues with their seating plans.</summary>
public sealed partial class VenuesPage(OrganizationVenues venues, OrganizationPlans plans, Desk desk) : OrganizerPage
{
    private IReadOnlyList<Venue>? _venues;
    private IReadOnlyList<PlanChoice> _plans = [];
    private VenueId? _edited;
    private VenueId? _opened;
    private bool _isNew;

    private IReadOnlyList<BreadcrumbItem> Crumbs => Own is null ? [] : [new BreadcrumbItem(Own.Name, AppUrls.OrganizerHome(Slug))];

    protected override bool May(Caller caller, OrganizationId organization)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return caller.Runs(organization);
    }

    protected override async Task LoadAsync()
    {
        _venues = await venues.ListAsync(Own!.Id, Caller, Lifetime);
        _plans = await plans.ListAsync(Own.Id, null, Caller, Lifetime);
    }

    private List<PlanChoice> PlansOf(Venue venue) => [.. _plans.Where(plan => plan.Venue == venue.Id)];

    private async Task TakeVenueAsync(Venue venue)
    {
        (_isNew, _edited) = (false, null);
        desk.Notify(L["The venue {0} is saved.", venue.Name]);
        await ReloadAsync();
    }

    private async Task TakePlanAsync(PlanChoice plan)
    {
        _opened = null;
        desk.Notify(L["The plan {0} is yours now.", plan.Name]);
        await ReloadAsync();
    }
}
