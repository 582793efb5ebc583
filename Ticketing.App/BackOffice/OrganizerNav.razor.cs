using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Ticketing.App.Shared;
using Ticketing.Core.Access;
using Ticketing.Core.Organizations;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Organizations;

namespace Ticketing.App.BackOffice;

/// <summary>The pages of one organization by the caller's rights, and a switcher between their organizations.</summary>
public sealed partial class OrganizerNav(OwnOrganizations organizations, CurrentActor actor) : LiveComponent
{
    private Caller _caller = Caller.Guest;
    private OwnOrganization? _own;
    private IReadOnlyList<OwnOrganization> _others = [];

    /// <summary>The organization's name in the address; of another organization, another instance.</summary>
    [Parameter, EditorRequired]
    public required string Slug { get; set; }

    [CascadingParameter]
    public required Task<AuthenticationState> Authentication { get; set; }

    protected override async Task OnInitializedAsync()
    {
        _caller = await actor.ReadAsync((await Authentication).User, Lifetime);
        _own = await organizations.FindAsync(Slug, _caller, Lifetime);
        _others = [.. (await organizations.ListAsync(_caller, Lifetime)).Where(other => other.Slug != Slug)];
    }
}
