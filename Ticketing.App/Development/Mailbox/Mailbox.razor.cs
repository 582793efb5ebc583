using Microsoft.AspNetCore.Components;
using Ticketing.App.Shared;
using Ticketing.Infrastructure.Development.LocalMail;

namespace Ticketing.App.Development.Mailbox;

/// <summary>Mails that the local mail server accepted, newest first; in development only.</summary>
public sealed partial class Mailbox(LocalMailbox mailbox, MailboxAccess access, NavigationManager navigation)
{
    private const int CountMax = 100;

    private IReadOnlyList<LocalMailSummary> _mails = [];

    [CascadingParameter]
    public required HttpContext Http { get; set; }

    /// <summary>Only mails to this address.</summary>
    [SupplyParameterFromQuery(Name = "to")]
    public string? To { get; set; }

    protected override async Task OnInitializedAsync()
    {
        if (!access.IsOpen)
        {
            navigation.NotFound();
            return;
        }

        _mails = await mailbox.ListAsync(string.IsNullOrWhiteSpace(To) || To.Any(char.IsControl) ? null : To.Trim(), CountMax, Http.RequestAborted);
    }
}
