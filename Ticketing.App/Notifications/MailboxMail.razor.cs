using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using Ticketing.Infrastructure.Notifications;

namespace Ticketing.App.Notifications;

/// <summary>One mail of the local mailbox; in development only.</summary>
public sealed partial class MailboxMail(LocalMailbox mailbox, IHostEnvironment environment, NavigationManager navigation)
{
    private MimeMessage? message;

    [Parameter]
    public Guid Id { get; set; }

    [CascadingParameter]
    public required HttpContext Http { get; set; }

    protected override async Task OnInitializedAsync()
    {
        if (!environment.IsDevelopment() || await mailbox.FindAsync(Id, Http.RequestAborted) is not { } mail)
        {
            navigation.NotFound();
            return;
        }

        message = MimeMessage.Parse(mail.Content);
    }

    private static string Size(MimeFile file) => FormattableString.Invariant($"{Math.Max(1, file.Content.Length / 1024)} KB");

    // The text with its addresses made links.
    private IEnumerable<(string Text, bool IsLink)> Pieces()
    {
        var text = message?.Text ?? "";
        var at = 0;
        foreach (Match link in LinkPattern().Matches(text))
        {
            yield return (text[at..link.Index], false);
            yield return (link.Value, true);
            at = link.Index + link.Length;
        }

        yield return (text[at..], false);
    }

    [GeneratedRegex(@"https?://[^\s<>""]+")]
    private static partial Regex LinkPattern();
}
