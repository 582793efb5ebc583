using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Ticketing.Infrastructure.Messaging.Events;

/// <summary>A fact as consumers see it: a row of the outbox with its place in a stream.</summary>
public sealed record Fact(
    Guid Id, string Type, string AggregateType, string AggregateId, Guid? OrganizationId,
    DateTimeOffset CreatedAt, string? TraceParent, string Payload, FactPosition Position)
{
    /// <summary>Deserialises the payload.</summary>
    public T Read<T>() => JsonSerializer.Deserialize<T>(Payload, JsonSerializerOptions.Web)
        ?? throw new JsonException($"The payload of {Type} is null.");
}

/// <summary>Place in a stream: the writing transaction's id and the number of the row in it, within the stream.</summary>
public readonly record struct FactPosition(long Transaction, long Ordinal);

/// <summary>A consumer of facts. Effects are written only through the given transaction.</summary>
public interface IFactConsumer
{
    Task ApplyAsync(
        IReadOnlyList<Fact> facts, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken);
}

public static class FactConsumerRegistration
{
    public static IServiceCollection AddFactConsumer<TConsumer>(this IServiceCollection services, string name, params string[] types)
        where TConsumer : class, IFactConsumer =>
        services.AddKeyedSingleton<IFactConsumer>((name, string.Join(' ', types)), (provider, _) => provider.GetRequiredService<TConsumer>());
}
