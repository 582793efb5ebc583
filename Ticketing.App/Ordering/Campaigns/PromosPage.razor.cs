using Microsoft.AspNetCore.Components;
using MudBlazor;
using Ticketing.App.BackOffice;
using Ticketing.App.Organizations;
using Ticketing.App.Shared;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering.Campaigns;
using Ticketing.Infrastructure.Ordering.Campaigns;

namespace Ticketing.App.Ordering.Campaigns;

/// <summary>An organization's campaigns with their sums, and the form for a new one.</summary>
public sealed partial class PromosPage(
    CampaignReader reader, ManageCampaignsHandler handler, Desk desk, NavigationManager navigation) : OrganizerPage
{
    private readonly CampaignDraft _draft = new();
    private readonly CodesDraft _codes = new();
    private CampaignList? _list;
    private IReadOnlyList<CampaignEvent> _events = [];
    private IReadOnlyList<CampaignFault> _faults = [];
    private string? _error;
    private bool _isBusy;

    [SupplyParameterFromQuery(Name = "before")]
    public string? Before { get; set; }

    private IReadOnlyList<BreadcrumbItem> Crumbs => Own is null ? [] : [new BreadcrumbItem(Own.Name, AppUrls.OrganizerHome(Slug))];

    protected override bool May(Caller caller, OrganizationId organization) => caller.Runs(organization);

    protected override async Task LoadAsync()
    {
        _list = await reader.ListAsync(Own!.Id, Guid.TryParse(Before, out var before) ? before : null, Caller, Lifetime);
        if (_events.Count == 0)
        {
            _events = await reader.EventsAsync(Own.Id, Caller, Lifetime);
            _draft.Currency = _events.FirstOrDefault(each => each.Currency is not null)?.Currency ?? CampaignDraft.UsualCurrency;
        }
    }

    private Task<IReadOnlyList<CampaignCategory>> CategoriesAsync(Core.Common.EventId id) => reader.CategoriesAsync(Own!.Id, id, Caller, Lifetime);

    private async Task CreateAsync()
    {
        (_isBusy, _error, _faults) = (true, null, []);
        var made = await handler.HandleAsync(
            new CreateCampaign(Own!.Id, _draft.ToTerms(), _codes.ToWish(), await ReadCallerAsync()), Lifetime);
        if (made.Succeeded)
        {
            desk.Notify(L["The campaign is created."]);
            navigation.NavigateTo(AppUrls.OrganizerPromo(Slug, made.Value.Value));
        }
        else
        {
            (_error, _faults) = (CampaignTexts.Describe(made.Refusal.Reason, L), made.Refusal.Faults);
        }

        _isBusy = false;
    }
}
