using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Messaging.Events.Consuming;

namespace Ticketing.Infrastructure.Messaging;

/// <summary>The outbox for features whose messages are not recorded by an aggregate (<see cref="IRecordsFacts"/>).</summary>
internal static class Outbox
{
    /// <summary>Adds the message to the context; the caller saves.</summary>
    public static void Add(TicketingDbContext db, OutboxMessage message) => db.Outbox.Add(message);

    /// <summary>Adds a message of now to the context; the caller saves.</summary>
    /// <inheritdoc cref="OutboxMessage.Of" path="/param"/>
    public static void Add(
        TicketingDbContext db, string type, string aggregateType, string aggregateId, OrganizationId? organization, object payload,
        DateTimeOffset now) => Add(db, OutboxMessage.Of(type, aggregateType, aggregateId, organization, payload, now));

    /// <summary>The types of facts by their ids; those that are no longer kept are left out.</summary>
    public static Task<Dictionary<Guid, string>> TypesAsync(
        TicketingDbContext db, IReadOnlyCollection<Guid> facts, CancellationToken cancellationToken) =>
        db.Outbox.AsNoTracking().Where(message => facts.Contains(message.Id)).ToDictionaryAsync(message => message.Id, message => message.Type, cancellationToken);

    /// <summary>Writes one fact with the same content for each of many aggregates, in one statement.</summary>
    /// <param name="payload">JSON.</param>
    public static async Task AddAllAsync(
        TicketingDbContext db, string aggregateType, IReadOnlyList<string> aggregateIds, string type, string payload, OrganizationId organization,
        DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (aggregateIds.Count > 0)
        {
            string[] aggregates = [.. aggregateIds];

            // UUIDv7: the jobs that follow from facts are done in the order of their ids.
            Guid[] ids = [.. aggregates.Select(_ => Guid.CreateVersion7(now))];
            await db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO outbox (id, aggregatetype, aggregateid, type, payload, organization_id, created_at)
                SELECT f.id, {aggregateType}, f.aggregate, {type}, {payload}::jsonb, {organization.Value}, {now}
                FROM unnest({ids}, {aggregates}) AS f (id, aggregate)
                """, cancellationToken);
        }
    }

    /// <summary>
    /// Removes all facts about an aggregate, and those that could not be applied: for data that must be erased. Else facts are kept.
    /// </summary>
    public static async Task RemoveAsync(
        TicketingDbContext db, string aggregateType, string aggregateId, CancellationToken cancellationToken)
    {
        await db.Outbox.Where(message => message.AggregateType == aggregateType && message.AggregateId == aggregateId)
            .ExecuteDeleteAsync(cancellationToken);
        await db.Set<DeadLetter>().Where(letter => letter.AggregateType == aggregateType && letter.AggregateId == aggregateId)
            .ExecuteDeleteAsync(cancellationToken);
    }
}
