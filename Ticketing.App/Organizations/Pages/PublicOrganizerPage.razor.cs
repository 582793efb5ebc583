using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using Ticketing.App.Shared;
using Ticketing.Core.Access;
using Ticketing.Core.Organizations;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Catalog;
using Ticketing.Infrastructure.Configuration;
using Ticketing.Infrastructure.Organizations.Followers;

namespace Ticketing.App.Organizations.Pages;

/// <summary>
/// An organizer's public page: upcoming and past events. One that waits for approval or is suspended is answered like one that does not exist.
/// </summary>
public sealed partial class PublicOrganizerPage(
    OrganizerProgrammes programmes, OrganizerFollowers followers, CurrentActor actor, IOptions<SiteOptions> site, NavigationManager navigation)
{
    private Caller _caller = Caller.Guest;

    [Parameter]
    public required string Slug { get; set; }

    [CascadingParameter]
    public required HttpContext HttpContext { get; set; }

    [SupplyParameterFromForm(FormName = "follow")]
    public FollowForm Form { get; set; } = null!;

    private OrganizerProgramme? Programme { get; set; }

    private bool Follows { get; set; }

    private FollowRefusal? Refusal { get; set; }

    private bool IsSignedIn => _caller.User is not null;

    private SiteOptions Site => site.Value;

    private string SiteName => site.Value.Name;

    private string Address => site.Value.Absolute(AppUrls.PublicOrganizer(Slug)).AbsoluteUri;

    private string CountText => Programme!.Upcoming.Count switch
    {
        0 => L["No upcoming events"],
        1 => L["1 upcoming event"],
        >= OrganizerProgrammes.UpcomingMax => L["The next {0} events", OrganizerProgrammes.UpcomingMax],
        var count => L["{0} upcoming events", count],
    };

    protected override async Task OnInitializedAsync()
    {
        Programme = await programmes.FindAsync(Slug, HttpContext.RequestAborted);
        if (Programme is null)
        {
            navigation.NotFound();
            return;
        }

        Form ??= new();
        _caller = await actor.ReadAsync(HttpContext.RequestAborted);
        Follows = await followers.FollowsAsync(Programme.Id, _caller, HttpContext.RequestAborted);
    }

    // The form says what it wants, so that a repeated one changes nothing.
    private async Task FollowAsync()
    {
        if (Programme is null || Form.Follow is not { } follow)
        {
            return;
        }

        var outcome = await followers.HandleAsync(new FollowOrganizer(Programme.Id, follow, _caller), HttpContext.RequestAborted);
        if (outcome.Succeeded)
        {
            navigation.NavigateTo(AppUrls.PublicOrganizer(Programme.Slug));
            return;
        }

        Refusal = outcome.Refusal;
    }

    /// <summary>What the button asks for.</summary>
    public sealed class FollowForm
    {
        public bool? Follow { get; set; }
    }
}
