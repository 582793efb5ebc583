using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Messaging;

namespace Ticketing.App.Notifications;

/// <summary>Degraded while outbox events, such as mails, are parked after their last attempt.</summary>
internal sealed class OutboxCheck(OutboxDispatcher outbox) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var parked = await outbox.CountParkedAsync(cancellationToken);
            return parked == 0
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Degraded(string.Create(CultureInfo.InvariantCulture, $"{parked} outbox events are parked."));
        }
        catch (Exception cause) when (DatabaseRetry.IsTransient(cause))
        {
            // The check of PostgreSQL says why.
            return HealthCheckResult.Degraded("The outbox cannot be read.");
        }
    }
}
