using Microsoft.AspNetCore.Components;
using Ticketing.App.Shared;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Organizations;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Organizations.Followers;

namespace Ticketing.App.Organizations.Pages;

/// <summary>The organizers that the account follows, and whether it gets mails about them.</summary>
public sealed partial class FollowingPage(OrganizerFollowers followers, CurrentActor actor, NavigationManager navigation)
{
    private Caller _caller = Caller.Guest;
    private IReadOnlyList<FollowedOrganizer> _followed = [];
    private FollowRefusal? _refusal;

    [CascadingParameter]
    public required HttpContext Http { get; set; }

    [SupplyParameterFromForm(FormName = "mails")]
    public MailsForm Mails { get; set; } = null!;

    private bool Notifies => _followed.Any(organizer => organizer.Notify);

    protected override async Task OnInitializedAsync()
    {
        Mails ??= new();
        _caller = await actor.ReadAsync(Http.RequestAborted);
        _followed = await followers.ListAsync(_caller, Http.RequestAborted);
    }

    private async Task StopAsync(OrganizationId organizer)
    {
        var outcome = await followers.HandleAsync(new FollowOrganizer(organizer, Follow: false, _caller), Http.RequestAborted);
        if (outcome.Succeeded)
        {
            navigation.NavigateTo(AppUrls.Following);
            return;
        }

        _refusal = outcome.Refusal;
    }

    // The form says what it wants, so that a repeated one changes nothing.
    private async Task SetMailsAsync()
    {
        if (Mails.Notify is { } notify)
        {
            await followers.HandleAsync(new SetFollowerMails(notify, _caller), Http.RequestAborted);
        }

        navigation.NavigateTo(AppUrls.Following);
    }

    /// <summary>What the button asks for.</summary>
    public sealed class MailsForm
    {
        public bool? Notify { get; set; }
    }
}
