using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;
using Ticketing.Infrastructure.Telemetry;

namespace Ticketing.App.Hosting.Management;

/// <summary>
/// <c>/metrics</c>, <c>/health/live</c> and <c>/health/ready</c> on a port of their own, for Prometheus and the orchestrator. It is a server
/// with its own pipeline: no address of the shop exists on it, and no setting of the shop's pipeline can open it to the public.
/// </summary>
/// <param name="instruments">Made here, so that every metric exists before the first scrape.</param>
internal sealed class ManagementServer(
    IOptions<ManagementOptions> options, MeterProvider meters, HealthCheckService health, ILoggerFactory logs, IEnumerable<IInstruments> instruments)
    : IHostedService, IAsyncDisposable
{
    public const string MetricsPath = "/metrics";

    // Held: an observable instrument lives as long as its feature.
    private readonly IInstruments[] _instruments = [.. instruments];
    private WebApplication? _server;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.ListenAnyIP(options.Value.Port);
        });
        builder.Services.AddRouting();
        builder.Services.AddSingleton(logs);
        builder.Services.AddSingleton(health);
        builder.Services.AddSingleton<IHostLifetime, NoSignals>();

        _server = builder.Build();
        _server.Use((context, next) =>
        {
            // The shop's request metrics are about its visitors.
            context.Features.Get<IHttpMetricsTagsFeature>()?.MetricsDisabled = true;
            return next(context);
        });
        _server.MapHealth();
        _server.MapPrometheusScrapingEndpoint(MetricsPath, meters, configureBranchedPipeline: null, optionsName: null);
        await _server.StartAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => _server?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        GC.KeepAlive(_instruments);
        if (_server is { } server)
        {
            _server = null;
            await server.DisposeAsync();
        }
    }

    /// <summary>Signals stop the shop's host, which stops this server.</summary>
    private sealed class NoSignals : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
