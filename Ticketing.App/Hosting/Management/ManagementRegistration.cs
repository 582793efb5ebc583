using Npgsql;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Ticketing.Infrastructure.Configuration;
using Ticketing.Infrastructure.Telemetry;

namespace Ticketing.App.Hosting.Management;

/// <summary>
/// Metrics on a management port (<c>Management:Port</c>) and traces by OTLP (<c>OTEL_EXPORTER_OTLP_ENDPOINT</c>). Without these settings nothing
/// listens to the instruments, which then cost a comparison each.
/// </summary>
internal static class ManagementRegistration
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string TracesEndpoint = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";
    private const string Name = "ticketing";

    private static readonly string[] Meters =
    [
        TicketingMeter.Name, "Npgsql", "Microsoft.AspNetCore.*", "System.Runtime",
    ];

    public static void AddManagement(this WebApplicationBuilder builder)
    {
        var (services, configuration) = (builder.Services, builder.Configuration);
        services.AddValidatedOptions<ManagementOptions, ManagementOptionsValidator>(ManagementOptions.Section);
        var options = configuration.GetSection(ManagementOptions.Section).Get<ManagementOptions>() ?? new ManagementOptions();
        if (options.Port > 0)
        {
            services.AddHostedService<StoreSampler>();
            services.AddHostedService<ManagementServer>();
            services.AddOpenTelemetry().ConfigureResource(Describe).WithMetrics(metrics => metrics.AddMeter(Meters).AddPrometheusExporter());
        }

        if (configuration[Endpoint] is { Length: > 0 } || configuration[TracesEndpoint] is { Length: > 0 })
        {
            services.AddOpenTelemetry().ConfigureResource(Describe).WithTracing(traces => traces
                .AddSource(BatchTraces.Name)
                .AddNpgsql()
                .AddAspNetCoreInstrumentation(requests => requests.Filter = IsOfTheShop)
                .SetSampler(SamplerOf(new TraceIdRatioBasedSampler(options.TracePercent / 100.0)))
                .AddProcessor(new PersonalDataFilter())
                .AddOtlpExporter());
        }
    }

    // A caller may ask for no trace, and cannot ask for one: visitors would decide what tracing costs.
    private static ParentBasedSampler SamplerOf(TraceIdRatioBasedSampler some) => new(some, remoteParentSampled: some);

    // OTEL_SERVICE_NAME has precedence: its detector is added after.
    private static void Describe(ResourceBuilder resource) => resource.AddService(Name).AddEnvironmentVariableDetector();

    private static bool IsOfTheShop(HttpContext context) =>
        !context.Request.Path.StartsWithSegments("/health") && context.Request.Path != ManagementServer.MetricsPath;
}
