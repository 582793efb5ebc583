using Ticketing.App.Shared;
using Ticketing.Infrastructure.Organizations.Followers;

namespace Ticketing.App.Organizations.Api;

/// <summary>
/// The target of <c>List-Unsubscribe</c> in mails to followers (RFC 8058): the recipient's mail program posts to it without cookies, so that
/// there is no antiforgery token; the token of the link decides, and allows nothing else.
/// </summary>
internal static class UnsubscribeEndpoint
{
    public static void MapUnsubscribe(this WebApplication app)
    {
        app.MapPost(AppUrls.UnsubscribeFollowers, StopAsync).DisableAntiforgery().ExcludeFromDescription();

        // Programs without one-click open the address: mail scanners do, too, so that a visit stops nothing.
        app.MapGet(AppUrls.UnsubscribeFollowers, (string? token) => TypedResults.Redirect(AppUrls.StopFollowerMails(token))).ExcludeFromDescription();
    }

    private static async Task<IResult> StopAsync(HttpContext context, OrganizerFollowers followers, string? token = null) =>
        await followers.StopMailsAsync(token, context.RequestAborted) ? TypedResults.Ok() : TypedResults.NotFound();
}
