using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;
using Ticketing.App.Shared;
using Ticketing.Core.Organizations;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Organizations;

namespace Ticketing.App.Organizations.Organizer;

/// <summary>Founds an organization, and leads to it.</summary>
public sealed partial class FoundPage(FoundOrganizationHandler handler, CurrentActor actor, NavigationManager navigation) : LiveComponent
{
    private IReadOnlyList<OrganizationFault> _faults = [];
    private string _name = "";
    private string _email = "";
    private string _country = "";
    private string? _error;
    private bool _isBusy;

    [CascadingParameter]
    public required Task<AuthenticationState> Authentication { get; set; }

    private IReadOnlyList<BreadcrumbItem> Crumbs => [new BreadcrumbItem(L["Your organizations"], AppUrls.Organizer)];

    protected override async Task OnInitializedAsync() => _email = (await actor.ReadAsync((await Authentication).User, Lifetime)).Email;

    private async Task FoundAsync()
    {
        (_isBusy, _error, _faults) = (true, null, []);
        var caller = await actor.ReadAsync((await Authentication).User, Lifetime);
        var outcome = await handler.HandleAsync(new FoundOrganization(_name, _email, _country, caller), Lifetime);
        if (outcome.Succeeded)
        {
            navigation.NavigateTo(AppUrls.OrganizerHome(outcome.Value.Slug));
            return;
        }

        (_error, _faults) = (OrganizationTexts.Describe(outcome.Refusal, L), outcome.Refusal.Faults);
        _isBusy = false;
    }

    private string? FaultOf(string field) =>
        _faults.FirstOrDefault(fault => fault.Field == field) is { } found ? L[found.Sentence].Value : null;
}
