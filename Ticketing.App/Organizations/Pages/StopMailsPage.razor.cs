using Microsoft.AspNetCore.Components;
using Ticketing.Infrastructure.Organizations.Followers;

namespace Ticketing.App.Organizations.Pages;

/// <summary>
/// Target of the link in a mail to a follower: stops these mails without a sign-in. By a POST, not by the visit: mail scanners open every link.
/// </summary>
public sealed partial class StopMailsPage(OrganizerFollowers followers)
{
    // Null: not asked yet.
    private bool? _stopped;

    [CascadingParameter]
    public required HttpContext Http { get; set; }

    [SupplyParameterFromQuery(Name = "token")]
    public string? Token { get; set; }

    private async Task StopAsync() => _stopped = await followers.StopMailsAsync(Token, Http.RequestAborted);
}
