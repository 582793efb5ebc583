using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using StackExchange.Redis;
using Ticketing.Infrastructure.Configuration;
using Ticketing.Infrastructure.Messaging.Events.Consuming;
using Ticketing.Infrastructure.Messaging.Events.Desk;
using Ticketing.Infrastructure.Messaging.Events.Log;
using Ticketing.Infrastructure.Messaging.Events.Log.Kafka;
using Ticketing.Infrastructure.Messaging.Events.Relay;
using Ticketing.Infrastructure.Telemetry;

namespace Ticketing.Infrastructure.Messaging.Events;

/// <summary>Registration of facts and their consumers.</summary>
public static class FactsRegistration
{
    /// <summary>Adds the relay from the outbox to the log, and the host of consumers.</summary>
    public static IServiceCollection AddFacts(this IServiceCollection services)
    {
        services.AddValidatedOptions<EventsOptions, EventsOptionsValidator>(EventsOptions.Section);
        services.AddSingleton<FactConsumers>();
        services.AddSingleton<FactSignals>();
        services.AddInstruments<FactMetrics>();
        services.AddFactLog();
        services.AddSingleton(provider => new OutboxPartitions(
            provider.GetRequiredService<NpgsqlDataSource>(),
            provider.GetRequiredService<FactConsumers>(),
            provider.GetRequiredService<IOptions<EventsOptions>>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<OutboxPartitions>>()));
        services.AddSingleton<FactRelay>();
        services.AddSingleton(provider => new FactDesk(
            provider.GetRequiredService<NpgsqlDataSource>(),
            provider.GetRequiredService<IFactLog>(),
            provider.GetRequiredService<FactConsumers>(),
            provider.GetRequiredService<FactMetrics>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new FactLogProbe(provider.GetRequiredService<IFactLog>()));
        services.AddSingleton<DeadLetterDesk>();
        services.AddSingleton<DeadLetterCounts>();
        services.AddSingleton<FactDelay>();
        services.AddHostedService<FactRelayWorker>();
        services.AddHostedService<FactConsumerHost>();
        return services;
    }

    /// <summary>
    /// Registers a consumer. A new one starts at the beginning of the outbox. <typeparamref name="TConsumer"/> is resolved from a new scope
    /// per batch.
    /// </summary>
    /// <param name="name">Its name in <c>fact_positions</c>, dead letters, metrics and pages; at most 40 characters.</param>
    /// <param name="types">Exact types, or a prefix ending in <c>.*</c>: <c>order.*</c>.</param>
    public static IServiceCollection AddFactConsumer<TConsumer>(this IServiceCollection services, string name, params string[] types)
        where TConsumer : class, IFactConsumer =>
        services.AddSingleton(new FactConsumer(name, types, provider => provider.GetRequiredService<TConsumer>()));

    // Clients of Kafka are made only for the log that needs them.
    private static void AddFactLog(this IServiceCollection services)
    {
        services.AddSingleton<IValidateOptions<EventsOptions>, KafkaOptionsValidator>();
        services.AddSingleton<KafkaClients>();
        services.AddSingleton<KafkaTopic>();
        services.AddSingleton<KafkaFactReader>();
        services.AddSingleton<IFactLog>(provider => provider.GetRequiredService<IOptions<EventsOptions>>().Value.Log == EventsOptions.KafkaLog
            ? ActivatorUtilities.CreateInstance<KafkaFactLog>(provider)
            : new RedisFactLog(provider.GetRequiredService<IConnectionMultiplexer>()));
    }
}
