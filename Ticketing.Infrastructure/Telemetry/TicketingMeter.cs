using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Ticketing.Infrastructure.Telemetry;

/// <summary>The meter of the application's own metrics, <c>ticketing.*</c>. <c>docs/telemetry.md</c> lists them.</summary>
public static class TicketingMeter
{
    public const string Name = "Ticketing";

    /// <summary>The buckets of durations, in seconds: fine where an answer counts as fast, coarse up to a timeout.</summary>
    private static readonly InstrumentAdvice<double> Durations = new()
    {
        HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20],
    };

    // The factory disposes its meters. A delegate, because the analysis of callers would take them for the owners (CA2000).
    private static readonly Func<IMeterFactory, Meter> Shared = meters => meters.Create(Name);

    /// <summary>The application's meter; all callers share it.</summary>
    public static Meter Of(IMeterFactory meters) => Shared(meters);

    /// <summary>A histogram of seconds.</summary>
    public static Histogram<double> CreateDuration(this Meter meter, string name, string description) =>
        meter.CreateHistogram(name, "s", description, tags: null, Durations);

    /// <summary>Adds a feature's instruments, which exist from the start: a counter that appears with its first event shows no increase.</summary>
    public static IServiceCollection AddInstruments<T>(this IServiceCollection services) where T : class, IInstruments =>
        services.AddSingleton<T>().AddSingleton<IInstruments>(provider => provider.GetRequiredService<T>());
}

/// <summary>A feature's instruments; made when the management port starts.</summary>
#pragma warning disable CA1040 // The container collects the implementations by this type.
public interface IInstruments;
#pragma warning restore CA1040
