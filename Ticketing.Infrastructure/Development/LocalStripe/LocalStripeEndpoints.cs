using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;
using Ticketing.Infrastructure.Development.LocalStripe.Browser;
using Ticketing.Infrastructure.Payments.Stripe;

namespace Ticketing.Infrastructure.Development.LocalStripe;

/// <summary>HTTP endpoints of the local provider at the site's origin, for Stripe's SDKs and the payment element.</summary>
public static class LocalStripeEndpoints
{
    private const int BodyBytesMax = 64 * 1024;

    /// <summary>Maps <c>/v1/…</c>, without antiforgery: authenticated by API keys, never by cookies.</summary>
    public static IEndpointRouteBuilder MapLocalStripe(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/v1").ExcludeFromDescription().DisableAntiforgery();
        group.MapMethods("/payment_intents/{id}/challenge", ["GET", "POST"], ChallengePage.StepAsync);
        group.MapGet("/challenge.css", ChallengePage.StyleAsync);
        LocalElement.Map(endpoints);
        group.MapMethods("/{**path}", ["GET", "POST", "DELETE"], CallAsync);
        group.MapMethods("/{**path}", ["OPTIONS"], AllowAsync);
        return endpoints;
    }

    internal static async Task<StripeCall> ReadAsync(HttpContext http)
    {
        var request = http.Request;
        var body = await ReadBodyAsync(request, http.RequestAborted);
        var parameters = StripeParams.Parse(request.QueryString.Value ?? "", body);
        return new StripeCall(
            request.Method,
            (request.Path.Value ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries)[1..],
            parameters,
            KeyOf(request.Headers.Authorization) ?? parameters["key"],
            One(request.Headers["Idempotency-Key"]),
            One(request.Headers["Stripe-Version"]),
            $"{request.Scheme}://{request.Host}{request.PathBase}");
    }

    private static async Task CallAsync(HttpContext http)
    {
        StripeReply reply;
        try
        {
            var call = await ReadAsync(http);
            http.Response.Headers["Request-Id"] = call.RequestId;
            http.Response.Headers["Stripe-Version"] = call.Version ?? StripeApi.Version;
            http.Response.Headers["Idempotency-Key"] = call.IdempotencyKey ?? StringValues.Empty;
            reply = await http.RequestServices.GetRequiredService<LocalStripeApi>().HandleAsync(call, http.RequestAborted);
        }
        catch (StripeProblem problem)
        {
            reply = new StripeReply(problem.Status, problem.ToJson());
        }

        AllowOrigins(http);
        http.Response.StatusCode = reply.Status;
        http.Response.Headers.CacheControl = "no-cache, no-store";
        if (reply.IsReplay)
        {
            http.Response.Headers["Idempotent-Replayed"] = "true";
        }

        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(reply.Body.ToJsonString(), http.RequestAborted);
    }

    // As with Stripe, the payment element may have another origin. Safe, because no cookie is read here.
    private static Task AllowAsync(HttpContext http)
    {
        AllowOrigins(http);
        http.Response.Headers.AccessControlAllowMethods = "GET, POST, DELETE, OPTIONS";
        http.Response.Headers.AccessControlAllowHeaders = "Authorization, Content-Type, Idempotency-Key, Stripe-Version, Stripe-Account";
        http.Response.Headers.AccessControlMaxAge = "300";
        http.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private static void AllowOrigins(HttpContext http)
    {
        http.Response.Headers.AccessControlAllowOrigin = "*";
        http.Response.Headers.AccessControlExposeHeaders = "Request-Id, Idempotent-Replayed, Stripe-Version";
    }

    private static async Task<string> ReadBodyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var buffer = new byte[BodyBytesMax + 1];
        var length = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return length <= BodyBytesMax
            ? Encoding.UTF8.GetString(buffer, 0, length)
            : throw StripeProblem.Invalid(null, "The request body is too large.");
    }

    private static string? One(StringValues values) => StringValues.IsNullOrEmpty(values) ? null : values[0];

    // Bearer, or Basic with the key as the user name (curl -u).
    private static string? KeyOf(StringValues authorization)
    {
        var header = One(authorization);
        if (header?.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) == true)
        {
            return header["Bearer ".Length..].Trim();
        }

        var encoded = header?.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase) == true ? header["Basic ".Length..].Trim() : "";
        var bytes = new byte[encoded.Length];
        return Convert.TryFromBase64String(encoded, bytes, out var length) && length > 0
            ? Encoding.UTF8.GetString(bytes, 0, length).Split(':')[0]
            : null;
    }
}
