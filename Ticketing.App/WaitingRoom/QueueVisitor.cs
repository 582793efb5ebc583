using Ticketing.App.Access;
using Ticketing.App.Hosting.Pipeline;
using Ticketing.Core.Common;
using Ticketing.Core.WaitingRoom;
using Ticketing.Infrastructure.Access.SignIn;

namespace Ticketing.App.WaitingRoom;

/// <summary>
/// Identifies waiting visitors: by account and by device (the buyer's cookie or a program's <c>Hold-Secret</c>), so that a place taken
/// before sign-in stays valid. Tickets and passes are HttpOnly cookies; programs send headers.
/// </summary>
internal static class QueueVisitor
{
    public const string TicketHeader = "Queue-Ticket";
    public const string PassHeader = "Admission-Pass";

    private const int NameDigits = 12;

    /// <summary>The possible owners of the request's ticket or pass; the first one joins.</summary>
    public static QueueOwner[] Owners(HttpContext context)
    {
        // The same as the owner of the request's hold: a pass is of no use for the hold of somebody else.
        var device = HoldCaller.Find(context);
        return (AccountClaims.User(context.User), device) switch
        {
            ({ } user, { } known) => [QueueOwner.OfAccount(user), QueueOwner.OfHolder(known)],
            ({ } user, null) => [QueueOwner.OfAccount(user)],
            (null, { } known) => [QueueOwner.OfHolder(known)],
            (null, null) => [],
        };
    }

    /// <summary>The visitor, if the request itself says who it is; null: a first request, or a client that keeps no cookies.</summary>
    public static QueueOwner? Known(HttpContext context)
    {
        var isUnknown = BuyerKey.IsCreated(context)
            && AccountClaims.User(context.User) is null && !context.Request.Headers.ContainsKey(HoldCaller.SecretHeader);
        return isUnknown || Owners(context) is not [var owner, ..] ? null : owner;
    }

    /// <summary>The owner that joins or enters by a link; creates a device key where the request has no owner.</summary>
    public static QueueOwner FirstOwner(HttpContext context) =>
        Owners(context) is [var owner, ..] ? owner : QueueOwner.OfDevice(BuyerKey.GetOrCreate(context));

    /// <summary>The request's ticket, if it is valid for this performance and visitor.</summary>
    public static QueueTicket? Ticket(HttpContext context, PerformanceId performance, RoomKeys keys) =>
        QueueTicket.Read(Shown(context, TicketHeader, TicketCookie(context, performance)), keys) is { } ticket
        && ticket.Performance == performance && Owners(context).Contains(ticket.Owner)
            ? ticket
            : null;

    /// <summary>The request's pass as text, not validated.</summary>
    public static string? Pass(HttpContext context, PerformanceId performance) => Shown(context, PassHeader, PassCookie(context, performance));

    public static void Keep(HttpContext context, QueueTicket ticket, string token) =>
        context.Response.Cookies.Append(TicketCookie(context, ticket.Performance), token, Options(context, TimeSpan.FromDays(7)));

    public static void Keep(HttpContext context, AdmissionPass pass, string token, DateTimeOffset now) =>
        context.Response.Cookies.Append(PassCookie(context, pass.Performance), token, Options(context, pass.ExpiresAt - now));

    public static void ForgetTicket(HttpContext context, PerformanceId performance) =>
        context.Response.Cookies.Delete(TicketCookie(context, performance), Options(context, null));

    public static void ForgetPass(HttpContext context, PerformanceId performance) =>
        context.Response.Cookies.Delete(PassCookie(context, performance), Options(context, null));

    private static string? Shown(HttpContext context, string header, string cookie) =>
        context.Request.Headers[header].ToString() is { Length: > 0 } sent ? sent : context.Request.Cookies[cookie];

    private static string TicketCookie(HttpContext context, PerformanceId performance) => Name(context, "queue-", performance);

    private static string PassCookie(HttpContext context, PerformanceId performance) => Name(context, "pass-", performance);

    // The prefix makes browsers refuse the cookie from any other host or over plain http (RFC 6265bis, 4.1.3.2). The last digits of an
    // id are random, the first a timestamp.
    private static string Name(HttpContext context, string kind, PerformanceId performance) =>
        (context.Request.IsHttps ? "__Host-" : "") + kind + performance.Value.ToString("N")[^NameDigits..];

    private static CookieOptions Options(HttpContext context, TimeSpan? life) => new()
    {
        HttpOnly = true,
        Secure = context.Request.IsHttps,
        SameSite = SameSiteMode.Lax,
        Path = "/",
        MaxAge = life,
        IsEssential = true,
    };
}
