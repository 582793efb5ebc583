using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using StackExchange.Redis;

namespace Ticketing.Infrastructure.Telemetry;

/// <summary>The state of this instance.</summary>
internal sealed class InstanceMetrics : IInstruments
{
    public InstanceMetrics(IMeterFactory meters, IConnectionMultiplexer redis, IHostApplicationLifetime lifetime)
    {
        var meter = TicketingMeter.Of(meters);
        meter.CreateObservableGauge(
            "ticketing.redis.available", () => redis.IsConnected ? 1 : 0, null, "1: connected to Redis; 0: PostgreSQL serves alone.");
        meter.CreateObservableGauge(
            "ticketing.draining", () => lifetime.ApplicationStopping.IsCancellationRequested ? 1 : 0, null, "1: the instance stops.");
    }
}
