using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Ticketing.App.Shared;
using Ticketing.Core.Organizations;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Organizations;

namespace Ticketing.App.Organizations.Organizer;

/// <summary>The organizations that the user is a member of.</summary>
public sealed partial class OrganizationsPage(OwnOrganizations organizations, CurrentActor actor) : LiveComponent
{
    private IReadOnlyList<OwnOrganization>? _own;

    [CascadingParameter]
    public required Task<AuthenticationState> Authentication { get; set; }

    protected override async Task OnInitializedAsync() =>
        _own = await organizations.ListAsync(await actor.ReadAsync((await Authentication).User, Lifetime), Lifetime);
}
