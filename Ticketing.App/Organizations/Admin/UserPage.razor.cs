using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;
using Ticketing.App.Access;
using Ticketing.App.BackOffice;
using Ticketing.App.Shared;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Access.Users;
using Ticketing.Infrastructure.Organizations.Desk;

namespace Ticketing.App.Organizations.Admin;

/// <summary>One account: its memberships, and its roles at the site.</summary>
public sealed partial class UserPage(
    UserDesk users, OrganizationDesk organizations, SetSiteRolesHandler handler, CurrentActor actor, PresenceProof proof, Desk desk) : LiveComponent
{
    private UserView? _view;
    private IReadOnlyDictionary<OrganizationId, string> _names = new Dictionary<OrganizationId, string>();
    private bool _isStaff;
    private bool _isAdmin;
    private string? _error;
    private bool _isBusy;
    private bool _isLoaded;

    [Parameter]
    public required Guid Id { get; set; }

    [CascadingParameter]
    public required Task<AuthenticationState> Authentication { get; set; }

    private IReadOnlyList<BreadcrumbItem> Crumbs => [new BreadcrumbItem(L["Users"], AppUrls.AdminUsers)];

    protected override async Task OnParametersSetAsync()
    {
        await LoadAsync();
        _isLoaded = true;
    }

    private async Task SaveAsync()
    {
        if (!await desk.ConfirmAsync(L["Set the roles of {0}? Their sessions end.", _view!.Row.Name], L["Set the roles"]))
        {
            return;
        }

        (_isBusy, _error) = (true, null);
        var caller = await actor.ReadAsync((await Authentication).User, Lifetime);
        if (!proof.IsGiven(caller, AppUrls.AdminUser(Id)))
        {
            return;
        }

        var outcome = await handler.HandleAsync(new SetSiteRoles(new UserId(Id), _isStaff, _isAdmin, caller), Lifetime);
        if (outcome.Succeeded)
        {
            desk.Notify(L["The roles are set."]);
        }
        else
        {
            _error = OrganizationTexts.Describe(outcome.Refusal, L);
        }

        await LoadAsync();
        _isBusy = false;
    }

    private async Task LoadAsync()
    {
        var caller = await actor.ReadAsync((await Authentication).User, Lifetime);
        var view = await users.FindAsync(new UserId(Id), caller, Lifetime);
        var ids = view?.Row.Memberships.Select(member => member.OrganizationId).ToList() ?? [];
        _names = await organizations.NamesAsync(ids, caller, Lifetime);
        (_view, _isStaff, _isAdmin) = (view, view?.Row.Roles.Contains(Roles.Staff) == true, view?.Row.Roles.Contains(Roles.Admin) == true);
    }
}
