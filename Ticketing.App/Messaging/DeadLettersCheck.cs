using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Messaging.Events.Consuming;

namespace Ticketing.App.Messaging;

/// <summary>Degraded while facts that a consumer could not apply are parked after their last try.</summary>
internal sealed class DeadLettersCheck(DeadLetterCounts letters) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var parked = await letters.CountParkedAsync(cancellationToken);
            return parked == 0
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Degraded(string.Create(CultureInfo.InvariantCulture, $"{parked} facts are parked."));
        }
        catch (Exception cause) when (DatabaseRetry.IsTransient(cause))
        {
            // The check of PostgreSQL says why.
            return HealthCheckResult.Degraded("Dead letters cannot be read.");
        }
    }
}
