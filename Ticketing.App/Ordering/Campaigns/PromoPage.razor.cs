using Microsoft.AspNetCore.Components;
using MudBlazor;
using Ticketing.App.BackOffice;
using Ticketing.App.Organizations;
using Ticketing.App.Shared;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Ordering.Campaigns;
using Ticketing.Infrastructure.Ordering.Campaigns;

namespace Ticketing.App.Ordering.Campaigns;

/// <summary>A campaign: sums, codes and settings. Search and page are query parameters.</summary>
public sealed partial class PromoPage(
    CampaignReader reader, PromoCodeReader codes, ManageCampaignsHandler campaigns, PromoCodesHandler handler, Desk desk,
    NavigationManager navigation) : OrganizerPage
{
    private readonly CodesDraft _wish = new();
    private CampaignRow? _row;
    private CampaignDraft? _draft;
    private CampaignTerms? _seen;
    private PromoCodeList _codes = new([], null);
    private IReadOnlyList<CampaignEvent> _events = [];
    private IReadOnlyList<CampaignFault> _faults = [];
    private string? _error;
    private string _search = "";
    private bool _isUsed;
    private bool _isOutdated;
    private bool _isBusy;

    [Parameter]
    public Guid Campaign { get; set; }

    [SupplyParameterFromQuery(Name = "q")]
    public string? Search { get; set; }

    [SupplyParameterFromQuery(Name = "after")]
    public string? After { get; set; }

    private IReadOnlyList<BreadcrumbItem> Crumbs =>
        [new BreadcrumbItem(Own!.Name, AppUrls.OrganizerHome(Slug)), new BreadcrumbItem(L["Promo codes"], AppUrls.OrganizerPromos(Slug))];

    protected override bool May(Caller caller, OrganizationId organization) => caller.Runs(organization);

    protected override async Task LoadAsync()
    {
        _search = (Search ?? "").Trim();
        _row = await reader.FindAsync(Own!.Id, new PromoCampaignId(Campaign), Caller, Lifetime);
        if (_row is null)
        {
            return;
        }

        if (_events.Count == 0)
        {
            _events = await reader.EventsAsync(Own.Id, Caller, Lifetime);
        }

        // Later changes by others do not overwrite what is being typed.
        if (_draft is null)
        {
            Fill(_row.Campaign);
        }

        _isUsed = await reader.IsUsedAsync(_row.Campaign.Id, Caller, Lifetime);
        _codes = await codes.ListAsync(_row.Campaign.Id, _search, After, Caller, Lifetime);
    }

    // The form starts with the stored terms, and its change is based on them.
    private void Fill(PromoCampaign stored) =>
        (_draft, _seen) = (CampaignDraft.Of(stored, CurrencyOf(stored)), CampaignTerms.Of(stored));

    private Task<IReadOnlyList<CampaignCategory>> CategoriesAsync(Core.Common.EventId id) => reader.CategoriesAsync(Own!.Id, id, Caller, Lifetime);

    private string CurrencyOf(PromoCampaign campaign) =>
        _events.FirstOrDefault(each => each.Currency is not null && (campaign.EventId is null || each.Id == campaign.EventId))?.Currency
        ?? CampaignDraft.UsualCurrency;

    // A campaign for all events has no page of its own to link to.
    private string? LinkOf(PromoCode code) =>
        code.EventId is { } id && _events.FirstOrDefault(each => each.Id == id) is { } found ? AppUrls.EventWithPromo(found.Slug, code.Code) : null;

    private void Narrow() => navigation.NavigateTo(AppUrls.OrganizerPromo(Slug, Campaign, _search.Trim()), replace: true);

    private async Task MakeAsync() => await RunAsync(
        caller => handler.HandleAsync(new MakePromoCodes(Own!.Id, _row!.Campaign.Id, _wish.ToWish(), caller), Lifetime),
        made => made == 1 ? L["1 code is made."] : L["{0:N0} codes are made.", made]);

    private async Task SaveAsync()
    {
        var isSaved = await RunAsync(
            caller => campaigns.HandleAsync(new EditCampaign(Own!.Id, _row!.Campaign.Id, _draft!.ToTerms(), caller) { Seen = _seen }, Lifetime),
            _ => L["The campaign is saved."]);
        if (_row is null)
        {
            return;
        }

        if (isSaved)
        {
            Fill(_row.Campaign);
        }
        else if (_isOutdated)
        {
            // Keeps what is typed. The refusal says that a further attempt replaces the other change.
            _seen = CampaignTerms.Of(_row.Campaign);
        }
    }

    private async Task DeleteAsync()
    {
        if (await desk.ConfirmAsync(L["Delete {0} with all its codes?", _row!.Campaign.Name], L["Delete the campaign"])
            && await RunAsync(
                caller => campaigns.HandleAsync(new DeleteCampaign(Own!.Id, _row!.Campaign.Id, caller), Lifetime), _ => L["The campaign is deleted."]))
        {
            navigation.NavigateTo(AppUrls.OrganizerPromos(Slug));
        }
    }

    private async Task<bool> RunAsync<TResult>(
        Func<Caller, Task<Outcome<TResult, RefusedCampaign>>> run, Func<TResult, string> done)
    {
        (_isBusy, _isOutdated, _error, _faults) = (true, false, null, []);
        var outcome = await run(await ReadCallerAsync());
        if (outcome.Succeeded)
        {
            desk.Notify(done(outcome.Value));
        }
        else
        {
            (_error, _faults) = (CampaignTexts.Describe(outcome.Refusal.Reason, L), outcome.Refusal.Faults);
            _isOutdated = outcome.Refusal.Reason == CampaignRefusal.Changed;
        }

        await ReloadAsync();
        _isBusy = false;
        return outcome.Succeeded;
    }
}
