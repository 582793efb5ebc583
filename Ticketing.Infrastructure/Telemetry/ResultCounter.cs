using System.Diagnostics.Metrics;
using Ticketing.Core.Common;

namespace Ticketing.Infrastructure.Telemetry;

/// <summary>
/// Counts what happened by its result, one of a fixed list. All results are exported from the start with 0, and counting is one addition:
/// no tag is allocated or looked up on the hot path.
/// </summary>
public sealed class ResultCounter
{
    private readonly long[] _counts;

    /// <param name="results">The label's values, by the index that <see cref="Count(int)"/> takes.</param>
    public ResultCounter(Meter meter, string name, string unit, string description, params IReadOnlyList<string> results)
    {
        _counts = new long[results.Count];
        KeyValuePair<string, object?>[][] tags = [.. results.Select(result => new[] { KeyValuePair.Create("result", (object?)result) })];
        meter.CreateObservableCounter(
            name, () => tags.Select((tag, i) => new Measurement<long>(Interlocked.Read(ref _counts[i]), tag)), unit, description);
    }

    /// <summary>A counter of one success, index 0, and the refusals of an enum, each at its value plus 1.</summary>
    public static ResultCounter Of<TRefusal>(Meter meter, string name, string unit, string description, string success)
        where TRefusal : struct, Enum =>
        new(meter, name, unit, description, [success, .. Enum.GetValues<TRefusal>().Select(refusal => refusal.ToWord())]);

    public void Count(int result) => Interlocked.Increment(ref _counts[result]);
}
