using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Ticketing.App.Shared;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Access.Users;
using Ticketing.Infrastructure.Organizations.Desk;

namespace Ticketing.App.Organizations.Admin;

/// <summary>All accounts. Search, role and page are query parameters.</summary>
public sealed partial class UsersPage(
    UserDesk users, OrganizationDesk organizations, CurrentActor actor, NavigationManager navigation) : LiveComponent
{
    private UserList? _list;
    private IReadOnlyDictionary<OrganizationId, string> _names = new Dictionary<OrganizationId, string>();
    private string _search = "";
    private string _role = "";

    [SupplyParameterFromQuery(Name = "q")]
    public string? Search { get; set; }

    [SupplyParameterFromQuery(Name = "role")]
    public string? Role { get; set; }

    [SupplyParameterFromQuery(Name = "before")]
    public string? Before { get; set; }

    [CascadingParameter]
    public required Task<AuthenticationState> Authentication { get; set; }

    protected override async Task OnParametersSetAsync()
    {
        // Unknown words of the address count as no filter.
        (_search, _role) = (Search ?? "", Role is Roles.Staff or Roles.Admin ? Role : "");
        Guid? before = Guid.TryParse(Before, out var last) ? last : null;
        var caller = await actor.ReadAsync((await Authentication).User, Lifetime);
        var list = await users.ListAsync(new ListUsers(caller, _search, _role.Length > 0 ? _role : null, before), Lifetime);
        var ids = list.Rows.SelectMany(row => row.Memberships).Select(member => member.OrganizationId).Distinct().ToList();
        _names = await organizations.NamesAsync(ids, caller, Lifetime);
        _list = list;
    }

    private void Narrow() => navigation.NavigateTo(AppUrls.AdminUsersFound(_search.Trim(), _role), replace: true);

    private string NameOf(Member member) => _names.GetValueOrDefault(member.OrganizationId, "");
}
