using Microsoft.AspNetCore.Components;
using Ticketing.App.Shared;
using Ticketing.Core.Organizations;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Organizations.Team;

namespace Ticketing.App.Organizations.Pages;

/// <summary>
/// Target of the link in the mail of an invitation. It asks for a sign-in first; who has no account creates one and comes back. Accepted by a
/// POST, not by the visit: mail scanners open every link.
/// </summary>
public sealed partial class InvitationPage(AcceptInvitationHandler handler, CurrentActor actor, NavigationManager navigation)
{
    private InvitationView? _view;
    private InvitationRefusal? _refused;
    private string _email = "";
    private bool _isMember;

    [CascadingParameter]
    public required HttpContext Http { get; set; }

    [SupplyParameterFromQuery(Name = "token")]
    public string? Token { get; set; }

    private InvitationRefusal? Refusal => _refused ?? (_view is null ? InvitationRefusal.NotFound : _view.Refusal);

    protected override async Task OnInitializedAsync()
    {
        var caller = await actor.ReadAsync(Http.RequestAborted);
        _email = caller.Email;
        _view = await handler.FindAsync(Token, caller, Http.RequestAborted);
        _isMember = _view is not null && caller.Sees(_view.Id);
    }

    private async Task AcceptAsync()
    {
        var outcome = await handler.HandleAsync(new AcceptInvitation(Token, await actor.ReadAsync(Http.RequestAborted)), Http.RequestAborted);
        if (outcome.Succeeded)
        {
            navigation.NavigateTo(AppUrls.OrganizerHome(outcome.Value.Slug));
            return;
        }

        _refused = outcome.Refusal;
    }
}
