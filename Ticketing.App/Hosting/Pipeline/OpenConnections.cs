using System.ComponentModel.DataAnnotations;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Configuration;

namespace Ticketing.App.Hosting.Pipeline;

/// <summary>Settings under <c>OpenConnections</c>: limits per network (an IPv4 address, an IPv6 /56) and instance.</summary>
public sealed class OpenConnectionOptions
{
    public const string Section = "OpenConnections";

    /// <summary>Open seat maps and staff pages (circuits).</summary>
    [Range(1, 1_000_000)]
    public int CircuitsPerNetwork { get; set; } = 200;

    /// <summary>Open responses of server-sent events.</summary>
    [Range(1, 1_000_000)]
    public int StreamsPerNetwork { get; set; } = 100;
}

[OptionsValidator]
internal sealed partial class OpenConnectionOptionsValidator : IValidateOptions<OpenConnectionOptions>;

/// <summary>Marks an endpoint whose response stays open.</summary>
internal sealed class StaysOpen
{
    public static readonly StaysOpen Metadata = new();
}

/// <summary>
/// Circuits and streams, which stay open for minutes: at most so many per network, because each takes memory that a rate of requests does
/// not limit. Streams end when the instance shuts down (circuits do by themselves), and at once for HEAD. Circuits are opened by pages of
/// this site only: a browser sends cookies with a WebSocket of any site (CWE-1385).
/// </summary>
internal sealed class OpenConnections : IDisposable
{
    private static readonly PathString Circuits = "/_blazor";

    private readonly RequestDelegate _next;
    private readonly CancellationToken _stopping;
    private readonly string _site;
    private readonly PartitionedRateLimiter<HttpContext>? _circuits;
    private readonly PartitionedRateLimiter<HttpContext>? _streams;

    public OpenConnections(
        RequestDelegate next, IHostApplicationLifetime lifetime, IOptions<SiteOptions> site, IOptions<OpenConnectionOptions> options,
        IOptions<RateLimitOptions> limits)
    {
        (_next, _stopping, _site) = (next, lifetime.ApplicationStopping, site.Value.Url.Authority);
        if (limits.Value.Enabled)
        {
            _circuits = PerNetwork(options.Value.CircuitsPerNetwork);
            _streams = PerNetwork(options.Value.StreamsPerNetwork);
        }
    }

    public Task InvokeAsync(HttpContext context)
    {
        if (context.Request.Path.StartsWithSegments(Circuits, StringComparison.OrdinalIgnoreCase))
        {
            return OpenCircuitAsync(context);
        }

        return context.GetEndpoint()?.Metadata.GetMetadata<StaysOpen>() is null ? _next(context) : StreamAsync(context);
    }

    public void Dispose()
    {
        _circuits?.Dispose();
        _streams?.Dispose();
    }

    private async Task OpenCircuitAsync(HttpContext context)
    {
        if (IsFromAnotherSite(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        // GET, or CONNECT over HTTP/2: the connection itself. POST: its negotiation.
        using var lease = HttpMethods.IsPost(context.Request.Method) ? null : _circuits?.AttemptAcquire(context);
        await (lease is { IsAcquired: false } ? RefuseAsync(context) : _next(context));
    }

    private async Task StreamAsync(HttpContext context)
    {
        using var lease = _streams?.AttemptAcquire(context);
        if (lease is { IsAcquired: false })
        {
            await RefuseAsync(context);
            return;
        }

        var disconnected = context.RequestAborted;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(disconnected, _stopping);
        if (HeadRequests.IsHead(context))
        {
            context.Response.OnStarting(() => IsStream(context.Response) ? ended.CancelAsync() : Task.CompletedTask);
        }

        context.RequestAborted = ended.Token;
        try
        {
            await _next(context);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested && !disconnected.IsCancellationRequested)
        {
            // Ended by this class: the response is complete.
        }
        finally
        {
            context.RequestAborted = disconnected;
        }
    }

    // A refusal has a body of its own that ends by itself, perhaps after this middleware.
    private static bool IsStream(HttpResponse response) => response.StatusCode == StatusCodes.Status200OK;

    private bool IsFromAnotherSite(HttpRequest request) =>
        request.Headers.Origin is [{ } origin, ..]
        && !(Uri.TryCreate(origin, UriKind.Absolute, out var site)
            && (site.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase)
                || site.Authority.Equals(_site, StringComparison.OrdinalIgnoreCase)));

    private static Task RefuseAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        context.Response.Headers.RetryAfter = "10";
        return Task.CompletedTask;
    }

    private static PartitionedRateLimiter<HttpContext> PerNetwork(int limit) => PartitionedRateLimiter.Create<HttpContext, string>(context =>
        RateLimitPartition.GetConcurrencyLimiter(
            ClientNetwork.Of(context.Connection.RemoteIpAddress).Line, _ => new ConcurrencyLimiterOptions { PermitLimit = limit, QueueLimit = 0 }));
}
