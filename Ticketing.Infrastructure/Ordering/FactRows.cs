using Npgsql;
using Ticketing.Core.Ordering;
using Ticketing.Core.Platform;
using Ticketing.Infrastructure.Platform;
using static Ticketing.Infrastructure.Platform.BatchArrays;

namespace Ticketing.Infrastructure.Ordering;

/// <summary>What orders have recorded, as columns: outbox id, order, type, payload; audit id, actor's account, actor, action, order, before, after.</summary>
internal static class FactRows
{
    public static void Add(NpgsqlCommand command, IEnumerable<Order> orders)
    {
        var told = new List<OutboxMessage>();
        var audit = new List<AuditEntry>();
        foreach (var order in orders)
        {
            var facts = order.TakeFacts();
            told.AddRange(facts.Outbox);
            audit.AddRange(facts.Audit);
        }

        command
            .Add(Each(told, message => message.Id))
            .Add(Each(told, message => message.AggregateId))
            .Add(Each(told, message => message.Type))
            .Add(Each(told, message => message.Payload))
            .Add(Each(audit, entry => entry.Id))
            .Add(Each(audit, entry => entry.ActorId?.Value))
            .Add(Each(audit, entry => entry.Actor))
            .Add(Each(audit, entry => entry.Action))
            .Add(Each(audit, entry => entry.SubjectId))
            .Add(Each(audit, entry => entry.Before))
            .Add(Each(audit, entry => entry.After));
    }
}
