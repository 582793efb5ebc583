using Microsoft.AspNetCore.Components;
using MudBlazor;
using Ticketing.App.Organizations;
using Ticketing.App.Shared;
using Ticketing.Core.Analytics.Dashboards;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Organizations;
using Ticketing.Infrastructure.Analytics.Dashboards;

namespace Ticketing.App.Analytics.Organizer;

/// <summary>An organization's events for all its members; figures for those who may see them. Filters and page are query parameters.</summary>
public sealed partial class EventsPage(ListOrganizerEventsHandler handler, NavigationManager navigation) : OrganizerPage
{
    private static readonly string Published = EventStatus.Published.ToWord();

    private OrganizerEventList? _list;
    private EventsWhen _when;
    private EventCursor? _after;
    private string _search = "";
    private bool _seesFigures;

    [SupplyParameterFromQuery(Name = "when")]
    public string? When { get; set; }

    [SupplyParameterFromQuery(Name = "q")]
    public string? Search { get; set; }

    [SupplyParameterFromQuery(Name = "after")]
    public string? After { get; set; }

    private IReadOnlyList<BreadcrumbItem> Crumbs => Own is null ? [] : [new BreadcrumbItem(Own.Name, AppUrls.OrganizerHome(Slug))];

    private string EmptyText =>
        _search.Length > 0 ? L["No event matches. Try a part of the title, or look among the other events."]
        : _after is not null ? L["There are no more events."]
        : _when == EventsWhen.Past ? L["There are no past events."]
        : Caller.Runs(Own!.Id) ? L["There is no event ahead. Prepare one with “New event”; once it is published, it appears here with its sales."]
        : L["There is no event ahead. Once one is set up, it appears here with its sales."];

    protected override async Task LoadAsync()
    {
        // Unknown words of the address count as no filter.
        _when = EnumWords.TryFromWord<EventsWhen>(When ?? "", out var when) ? when : EventsWhen.Upcoming;
        (_search, _after) = ((Search ?? "").Trim(), EventCursor.Read(After));
        _seesFigures = Caller.SeesSomeFiguresOf(Own!.Id);
        _list = await handler.HandleAsync(new ListOrganizerEvents(Own.Id, _when, _search, _after, Caller), Lifetime);
    }

    private void Narrow() => navigation.NavigateTo(AppUrls.OrganizerEvents(Slug, _when, _search.Trim()), replace: true);

    // A role without figures sees what buyers see. Null: that is nothing, as of a draft or an organization that may not sell.
    private string? AddressOf(OrganizerEvent row) =>
        _seesFigures ? AppUrls.OrganizerEvent(Slug, row.Id.Value)
        : row.Status == Published && Own!.Status == OrganizationStatus.Approved ? AppUrls.Event(row.Slug)
        : null;
}
