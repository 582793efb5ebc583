using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Ordering.Place;

/// <summary>What orders have recorded, as the tables of the statements that write orders.</summary>
internal static class FactRows
{
    public static readonly BatchTable<OutboxMessage> Outbox = new BatchTable<OutboxMessage>("outbox")
        .Column("id", message => message.Id)
        .Column("order_id", message => message.AggregateId)
        .Column("type", message => message.Type)
        .Column("payload", message => message.Payload);

    public static readonly BatchTable<AuditEntry> Audit = new BatchTable<AuditEntry>("audit")
        .Column("id", entry => entry.Id)
        .Column("actor_id", entry => entry.ActorId)
        .Column("actor", entry => entry.Actor)
        .Column("action", entry => entry.Action)
        .Column("order_id", entry => entry.SubjectId)
        .Column("before", entry => entry.Before)
        .Column("after", entry => entry.After);

    public static SqlCommand WithFacts(this SqlCommand command, IEnumerable<Order> orders)
    {
        var told = new List<OutboxMessage>();
        var audit = new List<AuditEntry>();
        foreach (var order in orders)
        {
            var facts = order.TakeFacts();
            told.AddRange(facts.Outbox);
            audit.AddRange(facts.Audit);
        }

        return command.With(Outbox, told).With(Audit, audit);
    }
}
