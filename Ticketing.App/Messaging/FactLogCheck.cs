using Microsoft.Extensions.Diagnostics.HealthChecks;
using Ticketing.Infrastructure.Messaging.Events.Desk;

namespace Ticketing.App.Messaging;

/// <summary>Degraded while the log of facts is unavailable: facts wait in the database, sales go on.</summary>
internal sealed class FactLogCheck(FactLogProbe log) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        await log.FindOutageAsync(cancellationToken) is { } outage ? HealthCheckResult.Degraded(exception: outage) : HealthCheckResult.Healthy();
}
