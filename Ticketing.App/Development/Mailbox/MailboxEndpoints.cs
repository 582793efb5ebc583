using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.App.Shared;
using Ticketing.Infrastructure.Development.LocalMail;

namespace Ticketing.App.Development.Mailbox;

/// <summary>Content and attachments for the mailbox page. Only in development: there is no access control.</summary>
internal static class MailboxEndpoints
{
    // Blocks scripts and external resources; links open in the top window.
    private const string MailPolicy =
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; "
        + "sandbox allow-top-navigation-by-user-activation allow-popups allow-popups-to-escape-sandbox";

    public static void MapMailbox(this WebApplication app)
    {
        app.MapGet(AppUrls.Mailbox + "/{id:guid}/html", HtmlAsync).ExcludeFromDescription();
        app.MapGet(AppUrls.Mailbox + "/{id:guid}/files/{number:int}", FileAsync).ExcludeFromDescription();
        app.MapGet(AppUrls.Mailbox + "/{id:guid}/source", SourceAsync).ExcludeFromDescription();
    }

    private static async Task<Results<ContentHttpResult, NotFound>> HtmlAsync(Guid id, HttpContext context, LocalMailbox mailbox)
    {
        if (await mailbox.FindAsync(id, context.RequestAborted) is not { } mail)
        {
            return TypedResults.NotFound();
        }

        using var message = LocalMail.Parse(mail.Content);
        if (message.HtmlBody is not { } html)
        {
            return TypedResults.NotFound();
        }

        context.Response.Headers.ContentSecurityPolicy = MailPolicy;
        context.Response.Headers.XFrameOptions = "SAMEORIGIN";
        return TypedResults.Text(html.Replace("<head>", "<head><base target=\"_top\">", StringComparison.OrdinalIgnoreCase), "text/html", Encoding.UTF8);
    }

    private static async Task<Results<FileContentHttpResult, NotFound>> FileAsync(Guid id, int number, HttpContext context, LocalMailbox mailbox)
    {
        if (await mailbox.FindAsync(id, context.RequestAborted) is not { } mail)
        {
            return TypedResults.NotFound();
        }

        using var message = LocalMail.Parse(mail.Content);
        var files = LocalMail.FilesOf(message);
        return number >= 0 && number < files.Count
            ? TypedResults.File(files[number].Content, files[number].ContentType, files[number].Name)
            : TypedResults.NotFound();
    }

    private static async Task<Results<FileContentHttpResult, NotFound>> SourceAsync(Guid id, HttpContext context, LocalMailbox mailbox) =>
        await mailbox.FindAsync(id, context.RequestAborted) is { } mail
            ? TypedResults.File(mail.Content, "text/plain; charset=utf-8")
            : TypedResults.NotFound();
}
