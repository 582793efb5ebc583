using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Ordering.Place;

/// <summary>Outbox messages and audit entries of orders, as batch tables.</summary>
internal static class FactRows
{
    public static readonly BatchTable<OutboxMessage> Outbox = new BatchTable<OutboxMessage>("outbox")
        .Column("id", message => message.Id)
        .Column("order_id", message => message.AggregateId)
        .Column("type", message => message.Type)
        .Column("payload", message => message.Payload)
        .Column("organization_id", message => message.OrganizationId);

    public static readonly BatchTable<AuditEntry> Audit = new BatchTable<AuditEntry>("audit")
        .Column("id", entry => entry.Id)
        .Column("actor_id", entry => entry.ActorId)
        .Column("actor", entry => entry.Actor)
        .Column("action", entry => entry.Action)
        .Column("order_id", entry => entry.SubjectId)
        .Column("before", entry => entry.Before)
        .Column("after", entry => entry.After);

    /// <summary>Takes the facts of <paramref name="orders"/> and binds them.</summary>
    public static SqlCommand WithFacts(this SqlCommand command, IEnumerable<Order> orders)
    {
        var outbox = new List<OutboxMessage>();
        var audit = new List<AuditEntry>();
        foreach (var order in orders)
        {
            var facts = order.TakeFacts();
            outbox.AddRange(facts.Outbox);
            audit.AddRange(facts.Audit);
        }

        return command.With(Outbox, outbox).With(Audit, audit);
    }
}
