using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace Ticketing.Infrastructure.Messaging;

/// <summary>An outbox event, delivered to consumers at least once.</summary>
/// <param name="Id">The same for all deliveries.</param>
/// <param name="Type">The event's type: <c>order.paid</c> …</param>
/// <param name="Payload">JSON.</param>
/// <param name="Attempt">The number of the delivery, from 1.</param>
public sealed record OutboxEvent(Guid Id, string AggregateType, string AggregateId, string Type, string Payload, int Attempt)
{
    /// <summary>Deserialises the payload.</summary>
    public T Read<T>() => JsonSerializer.Deserialize<T>(Payload, JsonSerializerOptions.Web)
        ?? throw new JsonException($"The payload of {Type} is null.");
}

/// <summary>A consumer of one event type. It must be idempotent by the event's id.</summary>
/// <param name="ConsumeAsync">Called with the services of a new scope; an exception leads to a retry.</param>
public sealed record OutboxConsumer(string Type, Func<IServiceProvider, OutboxEvent, CancellationToken, Task> ConsumeAsync);

/// <summary>Registration of the outbox and its consumers.</summary>
public static class OutboxRegistration
{
    /// <summary>Adds the worker that dispatches outbox events to consumers.</summary>
    public static IServiceCollection AddOutbox(this IServiceCollection services) => services
        .AddSingleton<OutboxDispatcher>()
        .AddHostedService<OutboxWorker>();

    /// <summary>Subscribes <paramref name="consume"/> of <typeparamref name="TConsumer"/> to an event type.</summary>
    public static IServiceCollection AddOutboxConsumer<TConsumer>(
        this IServiceCollection services, string type, Func<TConsumer, OutboxEvent, CancellationToken, Task> consume)
        where TConsumer : notnull =>
        services.AddSingleton(new OutboxConsumer(
            type,
            (provider, outboxEvent, cancellationToken) =>
                consume(provider.GetRequiredService<TConsumer>(), outboxEvent, cancellationToken)));
}
