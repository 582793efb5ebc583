using System.Diagnostics;

namespace Ticketing.Infrastructure.Telemetry;

/// <summary>Spans of batches. A batch serves many requests, so it is a trace of its own and no child of one of them.</summary>
public static class BatchTraces
{
    public const string Name = "Ticketing.Batches";

    private static readonly ActivitySource Source = new(Name);

    /// <summary>Starts a span until disposal; null while nobody listens or the batch is not sampled.</summary>
    internal static Activity? Start(string batch, int items) =>
        Source.StartActivity(batch)?.SetTag("ticketing.batch.items", items);
}
