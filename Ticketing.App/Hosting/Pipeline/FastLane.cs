using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace Ticketing.App.Hosting.Pipeline;

/// <summary>A write of the API that a sale sends thousands of times a second, and that <see cref="FastLane"/> answers.</summary>
internal interface IFastRoute
{
    /// <summary>The route's pattern, for the metrics of requests.</summary>
    string Pattern { get; }

    bool IsAt(PathString path);

    /// <summary>Reads the request, without any effect.</summary>
    /// <returns>Answers it; null: the general pipeline answers this request.</returns>
    Func<Task>? Read(HttpContext context, ReadOnlySpan<byte> body);
}

/// <summary>
/// Answers the two writes of a sale without the general pipeline: routing, authentication, authorization, antiforgery, late forms and the
/// reflection of endpoints cost several times the hold itself. Takes only what these would let pass unchanged: JSON of a guest, in one piece,
/// without cookies, with no other credential than a hold's secret. Whatever it cannot read, and a client beyond its rate, goes to the
/// general pipeline with its body, which refuses it with its own words; so there is one set of refusals. See docs/decisions/0016-fast-lane.md.
/// </summary>
internal sealed class FastLane
{
    private const int BodyBytesMax = 16 * 1024;
    private const string Json = "application/json";
    private const string JsonUtf8 = "application/json; charset=utf-8";

    private readonly RequestDelegate _next;
    private readonly IFastRoute[] _routes;
    private readonly RateLimiterOptions _limits;
    private readonly Lazy<Dictionary<IFastRoute, Endpoint>> _endpoints;

    public FastLane(RequestDelegate next, IEnumerable<IFastRoute> routes, IOptions<RateLimiterOptions> limits, EndpointDataSource endpoints)
    {
        (_next, _routes, _limits) = (next, [.. routes], limits.Value);
        _endpoints = new Lazy<Dictionary<IFastRoute, Endpoint>>(() => _routes.ToDictionary(
            route => route,
            route => (Endpoint)endpoints.Endpoints.OfType<RouteEndpoint>().Single(endpoint =>
                endpoint.RoutePattern.RawText?.TrimEnd('/') == route.Pattern
                && endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains(HttpMethods.Post) == true)));
    }

    public Task InvokeAsync(HttpContext context)
    {
        if (HttpMethods.IsPost(context.Request.Method))
        {
            foreach (var route in _routes)
            {
                if (route.IsAt(context.Request.Path))
                {
                    return IsPlain(context.Request) ? ReadAsync(route, context) : _next(context);
                }
            }
        }

        return _next(context);
    }

    private static bool IsPlain(HttpRequest request) =>
        request.ContentLength is > 0 and <= BodyBytesMax
        && !request.QueryString.HasValue
        && (string.Equals(request.ContentType, Json, StringComparison.OrdinalIgnoreCase)
            || string.Equals(request.ContentType, JsonUtf8, StringComparison.OrdinalIgnoreCase))
        && request.Headers.Cookie.Count == 0
        && TakesJson(request.Headers.Accept.ToString())
        && (request.Headers.Authorization.Count == 0 || Idempotency.HasSecretAsToken(request));

    // For others the framework leaves the trace's id out of a refusal.
    private static bool TakesJson(string accept) =>
        accept.Length == 0 || accept.Contains("json", StringComparison.OrdinalIgnoreCase) || accept.Contains("*/*", StringComparison.Ordinal);

    private async Task ReadAsync(IFastRoute route, HttpContext context)
    {
        var request = context.Request;
        // As Idempotency hashes a request: its query, a line break, its body.
        var content = new byte[1 + (int)request.ContentLength!.Value];
        content[0] = (byte)'\n';
        var filled = await request.Body.ReadAtLeastAsync(content.AsMemory(1), content.Length - 1, throwOnEndOfStream: false, context.RequestAborted);
        if (filled == content.Length - 1
            && Idempotency.TryRead(context, content, out var repeatable)
            && route.Read(context, content.AsSpan(1)) is { } answer)
        {
            using var lease = _limits.GlobalLimiter?.AttemptAcquire(context);
            if (lease is null or { IsAcquired: true })
            {
                context.SetEndpoint(_endpoints.Value[route]);
                if (repeatable is not null)
                {
                    context.Features.Set(repeatable);
                }

                await answer();
                return;
            }
        }

        request.Body = new MemoryStream(content, 1, filled, writable: false);
        await _next(context);
    }
}
