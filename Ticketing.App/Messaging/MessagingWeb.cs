using Microsoft.Extensions.Diagnostics.HealthChecks;
using Ticketing.App.Hosting;
using Ticketing.Infrastructure.Messaging.Events;

namespace Ticketing.App.Messaging;

/// <summary>Facts, with their health check.</summary>
internal static class MessagingWeb
{
    public static void AddMessagingWeb(this IServiceCollection services)
    {
        services.AddFacts();
        services.AddHealthChecks()
            .AddCheck<DeadLettersCheck>("facts", HealthStatus.Degraded, [Health.ReadyTag], TimeSpan.FromSeconds(5));
    }
}
