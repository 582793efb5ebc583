using Microsoft.AspNetCore.Components;
using MudBlazor;
using Ticketing.App.Organizations;
using Ticketing.App.Shared;
using Ticketing.Core.Access;
using Ticketing.Core.Analytics.Dashboards;
using Ticketing.Core.Common;
using Ticketing.Core.Publishing;
using Ticketing.Infrastructure.Analytics.Dashboards;
using Ticketing.Infrastructure.Publishing;
using EventId = Ticketing.Core.Common.EventId;

namespace Ticketing.App.Publishing.Organizer;

/// <summary>Starts an event: an empty one, or a copy of one of the organization's. Leads to its first step.</summary>
public sealed partial class NewEventPage(EventDrafts drafts, ListOrganizerEventsHandler events, NavigationManager navigation) : OrganizerPage
{
    private OrganizerEventList? _list;
    private EventsWhen _when;
    private string _search = "";
    private string? _error;
    private bool _isBusy;

    private IReadOnlyList<BreadcrumbItem> Crumbs => Own is null ? [] :
    [
        new BreadcrumbItem(Own.Name, AppUrls.OrganizerHome(Slug)), new BreadcrumbItem(L["Events"], AppUrls.OrganizerEvents(Slug)),
    ];

    protected override bool May(Caller caller, OrganizationId organization)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return caller.Runs(organization);
    }

    protected override Task LoadAsync() => SearchAsync();

    private async Task SearchAsync() =>
        _list = await events.HandleAsync(new ListOrganizerEvents(Own!.Id, _when, _search.Trim(), null, Caller), Lifetime);

    private async Task StartAsync(EventId? copyOf)
    {
        (_isBusy, _error) = (true, null);
        var outcome = await drafts.HandleAsync(new StartDraft(Own!.Id, copyOf, await ReadCallerAsync()), Lifetime);
        if (outcome.Succeeded)
        {
            navigation.NavigateTo(AppUrls.OrganizerDraft(Slug, outcome.Value.Id.Value, DraftStep.Details));
            return;
        }

        (_error, _isBusy) = (PublishingTexts.Describe(outcome.Refusal, L), false);
    }
}
