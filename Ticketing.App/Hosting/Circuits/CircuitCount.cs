using Microsoft.AspNetCore.Components.Server.Circuits;
using Ticketing.Infrastructure.Telemetry;

namespace Ticketing.App.Hosting.Circuits;

/// <summary>Counts this instance's circuits.</summary>
internal sealed class CircuitCount(OpenCircuits circuits) : CircuitHandler
{
    public override Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        circuits.Opened();
        return Task.CompletedTask;
    }

    public override Task OnCircuitClosedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        circuits.Closed();
        return Task.CompletedTask;
    }
}
