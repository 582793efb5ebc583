using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using Ticketing.App.Shared;
using Ticketing.Infrastructure.Catalog;
using Ticketing.Infrastructure.Configuration;

namespace Ticketing.App.Organizations.Pages;

/// <summary>
/// An organizer's public page: upcoming and past events. One that waits for approval or is suspended is answered like one that does not exist.
/// </summary>
public sealed partial class PublicOrganizerPage(OrganizerProgrammes programmes, IOptions<SiteOptions> site, NavigationManager navigation)
{
    [Parameter]
    public required string Slug { get; set; }

    [CascadingParameter]
    public required HttpContext HttpContext { get; set; }

    private OrganizerProgramme? Programme { get; set; }

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
        }
    }
}
