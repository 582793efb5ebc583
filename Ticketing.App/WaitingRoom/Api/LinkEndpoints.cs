using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Ticketing.App.Hosting.Pipeline;
using Ticketing.App.Shared;
using Ticketing.Core.Common;
using Ticketing.Core.WaitingRoom;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Configuration;
using Ticketing.Infrastructure.Limits;
using Ticketing.Infrastructure.WaitingRoom.Engine;
using Ticketing.Infrastructure.WaitingRoom.Links;

namespace Ticketing.App.WaitingRoom.Api;

/// <summary>Skip-the-line links: entering by one, and the CSV file of a personal link's addresses.</summary>
internal static class LinkEndpoints
{
    /// <summary>Redirects the page's form post; answers programs with JSON. Entry needs a POST, because mail programs open links.</summary>
    public static async Task<IResult> EnterAsync(
        Guid id, HttpContext context, RoomBoard board, RoomKeyRing ring,
        EnterByLinkHandler enter, TimeProvider time, CancellationToken cancellationToken)
    {
        var performance = new PerformanceId(id);
        var isForm = context.Request.HasFormContentType;
        if (board.Find(performance) is not { } room)
        {
            return isForm ? new SeeOtherResult(AppUrls.Performance(id)) : QueueProblems.NoRoom(id);
        }

        var link = isForm
            ? (await context.Request.ReadFormAsync(cancellationToken))["link"].ToString()
            : await ReadLinkAsync(context.Request, cancellationToken);
        var keys = await ring.GetAsync(cancellationToken);
        if (AdmissionLinkToken.Read(link, keys) is not { } token)
        {
            var refusal = await FailedAttempts.RefuseAsync(
                context, FailureLimits.AdmissionLinks, id.ToString(), QueueProblems.Of(LinkRefusal.Unknown, id, context.Response));
            return isForm ? new SeeOtherResult(AppUrls.QueueLink(id, "")) : refusal;
        }

        var entered = await enter.HandleAsync(new EnterByLink(performance, token, QueueVisitor.FirstOwner(context)), cancellationToken);
        if (!entered.Succeeded)
        {
            return isForm ? new SeeOtherResult(AppUrls.QueueLink(id, link!, entered.Refusal == LinkRefusal.Busy)) : QueueProblems.Of(entered.Refusal, id, context.Response);
        }

        var pass = entered.Value.ToToken(keys);
        QueueVisitor.Keep(context, entered.Value, pass, room.Now(time));
        return isForm ? new SeeOtherResult(AppUrls.Performance(id)) : TypedResults.Ok(new ClaimAnswer(pass, entered.Value.ExpiresAt, AppUrls.Performance(id)));
    }

    public static async Task<IResult> DownloadAsync(
        Guid performance, Guid id, AdmissionLinkReader links, CurrentActor actor,
        RoomKeyRing ring, IOptions<SiteOptions> site, CancellationToken cancellationToken)
    {
        if (await links.FindAsync(id, await actor.ReadAsync(cancellationToken), cancellationToken) is not { } link
            || link.PerformanceId.Value != performance)
        {
            return TypedResults.NotFound();
        }

        var keys = await ring.GetAsync(cancellationToken);
        var lines = new StringBuilder("number,link\r\n");
        foreach (var use in link.IsPersonal ? Enumerable.Range(1, link.People) : [AdmissionLinkToken.AnyUse])
        {
            lines.Append(Math.Max(use, 1)).Append(',').Append(site.Value.Absolute(AppUrls.QueueLink(performance, link.TokenOf(use).ToToken(keys))).AbsoluteUri).Append("\r\n");
        }

        return TypedResults.File(Encoding.UTF8.GetBytes(lines.ToString()), "text/csv; charset=utf-8", $"links-{link.Number}.csv");
    }

    // An unreadable body counts as no link.
    private static async Task<string?> ReadLinkAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return request.HasJsonContentType() ? (await request.ReadFromJsonAsync<EnterRequest>(cancellationToken))?.Link : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
