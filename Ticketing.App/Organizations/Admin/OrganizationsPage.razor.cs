using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Ticketing.App.Shared;
using Ticketing.Core.Common;
using Ticketing.Core.Organizations;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Organizations.Desk;

namespace Ticketing.App.Organizations.Admin;

/// <summary>All organizations. Search, status and page are query parameters.</summary>
public sealed partial class OrganizationsPage(OrganizationDesk organizations, CurrentActor actor, NavigationManager navigation) : LiveComponent
{
    private OrganizationList? _list;
    private string _search = "";
    private string _status = "";

    [SupplyParameterFromQuery(Name = "q")]
    public string? Search { get; set; }

    [SupplyParameterFromQuery(Name = "status")]
    public string? Status { get; set; }

    [SupplyParameterFromQuery(Name = "before")]
    public string? Before { get; set; }

    [CascadingParameter]
    public required Task<AuthenticationState> Authentication { get; set; }

    protected override async Task OnParametersSetAsync()
    {
        // Unknown words of the address count as no filter.
        OrganizationStatus? status = EnumWords.TryFromWord<OrganizationStatus>(Status ?? "", out var wanted) ? wanted : null;
        OrganizationId? before = Guid.TryParse(Before, out var last) ? new OrganizationId(last) : null;
        (_search, _status) = (Search ?? "", status?.ToWord() ?? "");
        var caller = await actor.ReadAsync((await Authentication).User, Lifetime);
        _list = await organizations.ListAsync(new ListOrganizations(caller, _search, status, before), Lifetime);
    }

    private void Narrow() => navigation.NavigateTo(AppUrls.AdminOrganizationsFound(_search.Trim(), _status), replace: true);
}
