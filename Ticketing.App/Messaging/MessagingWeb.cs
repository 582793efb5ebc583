using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Ticketing.App.Hosting;
using Ticketing.Infrastructure.Messaging.Events;

namespace Ticketing.App.Messaging;

/// <summary>Facts, with their health checks.</summary>
internal static class MessagingWeb
{
    private static readonly TimeSpan CheckTimeout = TimeSpan.FromSeconds(5);

    public static void AddMessagingWeb(this IServiceCollection services)
    {
        services.AddFacts();
        services.AddHealthChecks()
            .AddCheck<DeadLettersCheck>("facts", HealthStatus.Degraded, [Health.ReadyTag], CheckTimeout);

        // Redis has a check of its own.
        services.AddOptions<HealthCheckServiceOptions>().Configure<IOptions<EventsOptions>>((checks, events) =>
        {
            if (events.Value.Log == EventsOptions.KafkaLog)
            {
                checks.Registrations.Add(new HealthCheckRegistration(
                    EventsOptions.KafkaLog, ActivatorUtilities.GetServiceOrCreateInstance<FactLogCheck>, HealthStatus.Degraded, [Health.ReadyTag],
                    CheckTimeout));
            }
        });
    }
}
