using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Notifications.Jobs;

namespace Ticketing.App.Notifications;

/// <summary>Degraded while mails are parked after their last attempt.</summary>
internal sealed class MailJobsCheck(MailJobs jobs) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var parked = await jobs.CountParkedAsync(cancellationToken);
            return parked == 0
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Degraded(string.Create(CultureInfo.InvariantCulture, $"{parked} mails are parked."));
        }
        catch (Exception cause) when (DatabaseRetry.IsTransient(cause))
        {
            // The check of PostgreSQL says why.
            return HealthCheckResult.Degraded("Mail jobs cannot be read.");
        }
    }
}
