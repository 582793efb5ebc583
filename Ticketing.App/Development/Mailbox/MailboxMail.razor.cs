using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using MimeKit;
using Ticketing.App.Shared;
using Ticketing.Infrastructure.Development.LocalMail;

namespace Ticketing.App.Development.Mailbox;

/// <summary>One mail of the local mailbox; in development only.</summary>
public sealed partial class MailboxMail(LocalMailbox mailbox, MailboxAccess access, NavigationManager navigation)
{
    private ShownMail? _mail;

    [Parameter]
    public Guid Id { get; set; }

    [CascadingParameter]
    public required HttpContext Http { get; set; }

    protected override async Task OnInitializedAsync()
    {
        if (!access.IsOpen || await mailbox.FindAsync(Id, Http.RequestAborted) is not { } found)
        {
            navigation.NotFound();
            return;
        }

        using var message = LocalMail.Parse(found.Content);
        _mail = new ShownMail(
            message.Subject ?? "",
            message.From.ToString(),
            message.To.ToString(),
            message.Headers[HeaderId.Date] ?? "",
            message.HtmlBody is not null,
            message.TextBody ?? "",
            [.. LocalMail.FilesOf(message).Select(file => (file.Name, Size(file)))]);
    }

    private static string Size(LocalMailFile file) => FormattableString.Invariant($"{Math.Max(1, file.Content.Length / 1024)} KB");

    // Splits the text into plain parts and links.
    private IEnumerable<(string Text, bool IsLink)> Pieces()
    {
        var text = _mail?.Text ?? "";
        var at = 0;
        foreach (Match link in LinkPattern().Matches(text))
        {
            yield return (text[at..link.Index], false);
            yield return (link.Value, true);
            at = link.Index + link.Length;
        }

        yield return (text[at..], false);
    }

    private sealed record ShownMail(
        string Subject, string From, string To, string Date, bool HasHtml, string Text, IReadOnlyList<(string Name, string Size)> Files);

    [GeneratedRegex(@"https?://[^\s<>""]+")]
    private static partial Regex LinkPattern();
}
