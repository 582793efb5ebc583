using System.Data;
using Npgsql;
using Ticketing.Core.Webhooks;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Messaging.Events;

namespace Ticketing.Infrastructure.Webhooks;

/// <summary>Enlists the deliveries of facts, in the transaction that moves the consumer's position. The worker sends them.</summary>
internal sealed class WebhooksConsumer(TimeProvider time) : IFactConsumer
{
    /// <summary>Its name as a consumer of facts.</summary>
    public const string Name = "webhooks";

    private static readonly BatchTable<WebhookDelivery> Deliveries = new BatchTable<WebhookDelivery>("deliveries")
        .Column("endpoint_id", delivery => delivery.EndpointId)
        .Column("fact_id", delivery => delivery.FactId)
        .Column("type", delivery => delivery.Type)
        .Column("aggregate_id", delivery => delivery.AggregateId)
        .Column("sequence", delivery => delivery.Sequence)
        .Column("body", delivery => delivery.Body)
        .Column("created_at", delivery => delivery.CreatedAt)
        .Column("next_at", delivery => delivery.NextAt);

    private static readonly SqlScript Endpoints = SqlScript.Load("read-receiving-endpoints.sql");
    private static readonly SqlScript Sequences = SqlScript.Load("read-last-sequences.sql");
    private static readonly SqlScript Insert = SqlScript.Load("insert-deliveries.sql", Deliveries);

    public async Task ApplyAsync(
        IReadOnlyList<Fact> facts, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(facts);

        // Older deliveries are deleted: a consumer that reads the facts from the beginning must not send them again.
        var oldest = time.GetUtcNow() - WebhookDelivery.KeptTime;
        var wanted = facts
            .Where(fact => fact.OrganizationId is not null && fact.CreatedAt > oldest && WebhookTypes.All.Contains(fact.Type))
            .ToList();
        if (wanted.Count == 0)
        {
            return;
        }

        var endpoints = await ReadEndpointsAsync(wanted, connection, transaction, cancellationToken);
        wanted.RemoveAll(fact => !endpoints[fact.OrganizationId!.Value].Any(endpoint => endpoint.Wants(fact)));
        if (wanted.Count == 0)
        {
            return;
        }

        var sequences = await ReadSequencesAsync(wanted, connection, transaction, cancellationToken);
        var deliveries = wanted.SelectMany(fact => Compose(fact, endpoints, sequences)).ToList();
        await using var insert = Insert.On(connection, transaction).With(Deliveries, deliveries);
        await insert.ExecuteNonQueryAsync(cancellationToken);
    }

    private IEnumerable<WebhookDelivery> Compose(Fact fact, ILookup<Guid, Receiver> endpoints, Dictionary<string, long> sequences)
    {
        var body = WebhookBodies.Of(fact, sequences);
        var json = body.ToJson();
        return endpoints[body.Organization].Where(endpoint => endpoint.Wants(fact)).Select(endpoint => new WebhookDelivery
        {
            EndpointId = endpoint.Id,
            FactId = fact.Id,
            Type = fact.Type,
            AggregateId = fact.AggregateId,
            Sequence = body.Sequence,
            Body = json,
            CreatedAt = fact.CreatedAt,
            NextAt = time.GetUtcNow(),
        });
    }

    private static async Task<ILookup<Guid, Receiver>> ReadEndpointsAsync(
        List<Fact> facts, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        await using var command = Endpoints.On(connection, transaction)
            .With("organizations", facts.Select(fact => fact.OrganizationId!.Value).Distinct().ToArray())
            .With("types", facts.Select(fact => fact.Type).Distinct().ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<Receiver> endpoints = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            endpoints.Add(new Receiver(
                reader.GetGuid("id"),
                reader.GetGuid("organization_id"),
                await reader.GetFieldValueAsync<string[]>("types", cancellationToken),
                await reader.GetFieldValueAsync<DateTimeOffset>("created_at", cancellationToken)));
        }

        return endpoints.ToLookup(endpoint => endpoint.Organization);
    }

    private static async Task<Dictionary<string, long>> ReadSequencesAsync(
        List<Fact> facts, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        await using var command = Sequences.On(connection, transaction)
            .With("aggregates", facts.Select(fact => fact.AggregateId).Distinct().ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        Dictionary<string, long> sequences = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            sequences[reader.GetString("aggregate_id")] = reader.GetInt64("sequence");
        }

        return sequences;
    }

    private sealed record Receiver(Guid Id, Guid Organization, string[] Types, DateTimeOffset CreatedAt)
    {
        // Not what happened before it was set up, however late the fact is read.
        public bool Wants(Fact fact) => Types.Contains(fact.Type) && fact.CreatedAt >= CreatedAt;
    }
}
