using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;
using Ticketing.App.BackOffice;
using Ticketing.App.Shared;
using Ticketing.Core.Access;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Organizations;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Catalog;
using Ticketing.Infrastructure.Organizations.Desk;

namespace Ticketing.App.Organizations.Admin;

/// <summary>One organization: approves, suspends, sets its plan.</summary>
public sealed partial class OrganizationPage(
    OrganizationDesk organizations, OrganizationEvents events, DecideOrganizationHandler handler, CurrentActor actor, Desk desk) : LiveComponent
{
    private OrganizationView? _view;
    private OrganizationEventList _events = new([], 0);
    private string _plan = "";
    private string _reason = "";
    private string? _reasonFault;
    private string? _error;
    private bool _isBusy;
    private bool _isLoaded;

    [Parameter]
    public required Guid Id { get; set; }

    [CascadingParameter]
    public required Task<AuthenticationState> Authentication { get; set; }

    private IReadOnlyList<BreadcrumbItem> Crumbs => [new BreadcrumbItem(L["Organizations"], AppUrls.AdminOrganizations)];

    private OrganizationPlan Plan => EnumWords.TryFromWord<OrganizationPlan>(_plan, out var plan) ? plan : OrganizationPlan.Free;

    private PlanLimits Limits => PlanLimits.Of(Plan);

    protected override async Task OnParametersSetAsync()
    {
        await LoadAsync();
        _isLoaded = true;
    }

    private async Task ApproveAsync()
    {
        if (await desk.ConfirmAsync(L["Approve {0}? Its published events become visible.", _view!.Organization.Name], L["Approve"]))
        {
            await RunAsync(
                caller => handler.HandleAsync(new ApproveOrganization(new OrganizationId(Id), caller), Lifetime), L["The organization is approved."]);
        }
    }

    private async Task SuspendAsync()
    {
        var reason = _reason;
        if (string.IsNullOrWhiteSpace(reason))
        {
            _reasonFault = OrganizationTexts.Describe(DecisionRefusal.ReasonNeeded, L);
            return;
        }

        if (await desk.ConfirmAsync(L["Suspend {0}? Its sales stop at once.", _view!.Organization.Name], L["Suspend"])
            && await RunAsync(
                caller => handler.HandleAsync(new SuspendOrganization(new OrganizationId(Id), reason, caller), Lifetime),
                L["The organization is suspended."]) is null)
        {
            _reason = "";
        }
    }

    private async Task SetPlanAsync()
    {
        var plan = Plan;
        await RunAsync(
            caller => handler.HandleAsync(new SetOrganizationPlan(new OrganizationId(Id), plan, caller), Lifetime), L["The plan is set."]);
    }

    private async Task<DecisionRefusal?> RunAsync<TResult>(Func<Caller, Task<Outcome<TResult, DecisionRefusal>>> run, string done)
    {
        (_isBusy, _error, _reasonFault) = (true, null, null);
        var outcome = await run(await actor.ReadAsync((await Authentication).User, Lifetime));
        DecisionRefusal? refusal = outcome.Succeeded ? null : outcome.Refusal;
        switch (refusal)
        {
            case null:
                desk.Notify(done);
                break;
            case DecisionRefusal.ReasonNeeded:
                _reasonFault = OrganizationTexts.Describe(DecisionRefusal.ReasonNeeded, L);
                break;
            default:
                _error = OrganizationTexts.Describe(refusal.Value, L);
                break;
        }

        await LoadAsync();
        _isBusy = false;
        return refusal;
    }

    private async Task LoadAsync()
    {
        var caller = await actor.ReadAsync((await Authentication).User, Lifetime);
        var id = new OrganizationId(Id);
        _view = await organizations.FindAsync(id, caller, Lifetime);
        _events = await events.ListAsync(id, caller, Lifetime);
        _plan = _view?.Organization.Plan.ToWord() ?? "";
    }

    private string StateOf(EventStatus status) => status switch
    {
        EventStatus.Draft => L["draft"],
        EventStatus.Published => L["published"],
        EventStatus.Hidden => L["hidden"],
        EventStatus.Cancelled => L["cancelled"],
    };
}
