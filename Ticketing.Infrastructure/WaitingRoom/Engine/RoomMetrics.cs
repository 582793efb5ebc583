using System.Diagnostics.Metrics;
using Ticketing.Infrastructure.Telemetry;

namespace Ticketing.Infrastructure.WaitingRoom.Engine;

/// <summary>
/// Metrics of the rooms that this instance leads; another leads the others, so sums over instances count each room once.
/// </summary>
internal sealed class RoomMetrics : IInstruments
{
    /// <summary>How long before visitors arrive their circuits are asked for: instances must be ready by then.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(10);

    public RoomMetrics(IMeterFactory meters, RoomBoard board, OpenCircuits circuits)
    {
        var meter = TicketingMeter.Of(meters);
        meter.CreateObservableGauge(
            "ticketing.circuits.wanted", () => circuits.Count + board.DueWithin(Ahead), "{circuit}",
            "Open circuits, and those that the waiting rooms admit within 10 minutes.");
        meter.CreateObservableGauge("ticketing.waiting_room.waiting", () => board.Waiting, "{visitor}", "Visitors in waiting rooms.");
        meter.CreateObservableCounter("ticketing.waiting_room.admitted", () => board.Admitted, "{visitor}", "Visitors admitted from waiting rooms.");
    }
}
