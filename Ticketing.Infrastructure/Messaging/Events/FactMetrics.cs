using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Ticketing.Infrastructure.Telemetry;

namespace Ticketing.Infrastructure.Messaging.Events;

/// <summary>
/// Metrics of facts at this instance, of the meter <c>Ticketing</c>. Lags are zero at instances that neither relay nor own the consumer.
/// </summary>
internal sealed class FactMetrics : IInstruments
{
    private const string ConsumerTag = "consumer";

    private readonly ConcurrentDictionary<string, ConsumerMetrics> _consumers = new();

    public FactMetrics(IMeterFactory meters)
    {
        var meter = TicketingMeter.Of(meters);
        meter.CreateObservableCounter(
            "ticketing.consumer.facts", () => Measure(consumer => consumer.Applied), "{fact}", "Facts that a consumer has applied.");
        meter.CreateObservableCounter(
            "ticketing.consumer.failures", () => Measure(consumer => consumer.Failures), "{failure}", "Facts that a consumer has failed to apply.");
        meter.CreateObservableGauge("ticketing.relay.lag", () => RelayLag, "s", "Age of the oldest fact of the last batch; 0: none waits.");
        meter.CreateObservableGauge(
            "ticketing.consumer.lag", () => Measure(consumer => consumer.LagSeconds), "s", "Age of the oldest fact not applied; 0: none.");
        meter.CreateObservableGauge(
            "ticketing.consumer.waiting", () => Measure(consumer => consumer.Waiting), "{fact}", "Facts read and not applied yet.");
        meter.CreateObservableGauge(
            "ticketing.dead_letters", () => Measure(consumer => consumer.DeadLetters), "{fact}", "Facts that wait for a retry or a person.");
    }

    /// <summary>In seconds.</summary>
    public double RelayLag { get; set; }

    public ConsumerMetrics Of(string consumer) => _consumers.GetOrAdd(consumer, _ => new ConsumerMetrics());

    public void CountApplied(string consumer, int facts) => Of(consumer).CountApplied(facts);

    public void CountFailure(string consumer) => Of(consumer).CountFailure();

    private IEnumerable<Measurement<T>> Measure<T>(Func<ConsumerMetrics, T> value) where T : struct => _consumers
        .Select(consumer => new Measurement<T>(value(consumer.Value), KeyValuePair.Create<string, object?>(ConsumerTag, consumer.Key)));
}

/// <summary>The last measurements of a consumer.</summary>
internal sealed class ConsumerMetrics
{
    private long _applied;
    private long _failures;

    public long Applied => Interlocked.Read(ref _applied);

    public long Failures => Interlocked.Read(ref _failures);

    public double LagSeconds { get; set; }

    /// <summary>The number of facts of the last page, when there are more.</summary>
    public long Waiting { get; set; }

    public long DeadLetters { get; set; }

    /// <summary>Whether this instance owns the consumer.</summary>
    public bool IsOwned { get; set; }

    /// <summary>The last failure; null after a success.</summary>
    public string? LastError { get; set; }

    public void CountApplied(int facts) => Interlocked.Add(ref _applied, facts);

    public void CountFailure() => Interlocked.Increment(ref _failures);
}
