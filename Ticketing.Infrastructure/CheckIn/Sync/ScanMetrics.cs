using System.Diagnostics.Metrics;
using Ticketing.Core.CheckIn;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Telemetry;

namespace Ticketing.Infrastructure.CheckIn.Sync;

/// <summary>Metrics of scans, by what the device said. A scan that is sent again counts once.</summary>
public sealed class ScanMetrics : IInstruments
{
    private static readonly Verdict[] Verdicts = Enum.GetValues<Verdict>();

    private readonly ResultCounter _scans;

    public ScanMetrics(IMeterFactory meters) => _scans = new ResultCounter(
        TicketingMeter.Of(meters), "ticketing.scans", "{scan}", "Scans at the door by result.",
        [.. Verdicts.Select(verdict => verdict == Verdict.Welcome ? "admitted" : verdict.ToWord())]);

    internal void Count(Verdict said) => _scans.Count(Array.IndexOf(Verdicts, said));
}
