using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace Ticketing.Infrastructure.Messaging;

/// <summary>A fact from the outbox, as a consumer gets it: at least once.</summary>
/// <param name="Id">The same each time it comes again.</param>
/// <param name="Type">What happened: <c>order.paid</c> …</param>
/// <param name="Payload">JSON.</param>
/// <param name="Attempt">1 for the first time.</param>
public sealed record OutboxEvent(Guid Id, string AggregateType, string AggregateId, string Type, string Payload, int Attempt)
{
    /// <summary>The payload as the producer's record.</summary>
    public T Read<T>() => JsonSerializer.Deserialize<T>(Payload, JsonSerializerOptions.Web)
        ?? throw new JsonException($"The payload of {Type} is null.");
}

/// <summary>Something that is told about facts of one type. It may be told twice and knows a repeat by the event's id.</summary>
/// <param name="ConsumeAsync">Gets services of a scope of its own; throws to be told again later.</param>
public sealed record OutboxConsumer(string Type, Func<IServiceProvider, OutboxEvent, CancellationToken, Task> ConsumeAsync);

public static class OutboxRegistration
{
    /// <summary>Adds the worker that tells consumers about the facts in the outbox.</summary>
    public static IServiceCollection AddOutbox(this IServiceCollection services) => services
        .AddSingleton<OutboxDispatcher>()
        .AddHostedService<OutboxWorker>();

    /// <summary>Has <paramref name="consume"/> of <typeparamref name="TConsumer"/> told about facts of a type.</summary>
    public static IServiceCollection AddOutboxConsumer<TConsumer>(
        this IServiceCollection services, string type, Func<TConsumer, OutboxEvent, CancellationToken, Task> consume)
        where TConsumer : notnull =>
        services.AddSingleton(new OutboxConsumer(
            type,
            (provider, happened, cancellationToken) => consume(provider.GetRequiredService<TConsumer>(), happened, cancellationToken)));
}
