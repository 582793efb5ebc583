using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Ticketing.Tests.Hosting.Parity;

/// <summary>Listens to the metrics of one application's requests.</summary>
internal sealed class RequestMetrics : IDisposable
{
    private const string Duration = "http.server.request.duration";
    private const string Matches = "aspnetcore.routing.match_attempts";
    private const string Route = "http.route";

    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<string> _answered = new();
    private readonly ConcurrentQueue<string> _routed = new();

    public RequestMetrics(IServiceProvider services)
    {
        var meters = services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, meters) && instrument.Name is Duration or Matches)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((_, _, tags, _) => Add(_answered, tags));
        _listener.SetMeasurementEventCallback<long>((_, _, tags, _) => Add(_routed, tags));
        _listener.Start();
    }

    /// <summary>The route of each answered request that has one. Recorded after the response was sent.</summary>
    public IReadOnlyCollection<string> Answered => _answered;

    /// <summary>The route of each request that routing has matched. The fast lane has no routing.</summary>
    public IReadOnlyCollection<string> Routed => _routed;

    public void Dispose() => _listener.Dispose();

    private static void Add(ConcurrentQueue<string> routes, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var tag in tags)
        {
            if (tag is { Key: Route, Value: string route })
            {
                routes.Enqueue(route);
            }
        }
    }
}
