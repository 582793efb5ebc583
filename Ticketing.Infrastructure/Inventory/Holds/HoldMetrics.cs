using System.Diagnostics;
using System.Diagnostics.Metrics;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Infrastructure.Telemetry;

namespace Ticketing.Infrastructure.Inventory.Holds;

/// <summary>Metrics of this instance's holds. Times are of <see cref="Stopwatch.GetTimestamp"/>.</summary>
internal sealed class HoldMetrics : IInstruments
{
    private readonly ResultCounter _holds;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _wait;

    public HoldMetrics(IMeterFactory meters)
    {
        var meter = TicketingMeter.Of(meters);
        _holds = ResultCounter.Of<HoldRefusal>(meter, "ticketing.holds", "{hold}", "Requested holds by result.", "held");
        _duration = meter.CreateDuration("ticketing.hold.duration", "Time from a hold's request to its answer.");
        _wait = meter.CreateDuration("ticketing.hold.wait", "Time of a hold in this instance's own queue.");
    }

    public void Count(Outcome<HeldSeats, RefusedHold> outcome, long startedAt)
    {
        _holds.Count(outcome.Succeeded ? 0 : (int)outcome.Refusal.Reason + 1);
        _duration.Record(Stopwatch.GetElapsedTime(startedAt).TotalSeconds);
    }

    /// <summary>Counts the wait of holds whose batch begins.</summary>
    public void CountWait(List<HoldBatchItem> begun)
    {
        var now = Stopwatch.GetTimestamp();
        foreach (var item in begun)
        {
            _wait.Record(Stopwatch.GetElapsedTime(item.QueuedAt, now).TotalSeconds);
        }
    }
}
