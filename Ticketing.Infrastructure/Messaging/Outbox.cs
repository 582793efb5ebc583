using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Messaging;

/// <summary>The outbox for features whose messages are not recorded by an aggregate (<see cref="IRecordsFacts"/>).</summary>
internal static class Outbox
{
    /// <summary>Adds the message to the context; the caller saves.</summary>
    public static void Add(TicketingDbContext db, OutboxMessage message) => db.Outbox.Add(message);

    /// <summary>Removes all messages about an aggregate, dispatched or not.</summary>
    public static Task<int> RemoveAsync(
        TicketingDbContext db, string aggregateType, string aggregateId, CancellationToken cancellationToken) =>
        db.Outbox.Where(message => message.AggregateType == aggregateType && message.AggregateId == aggregateId)
            .ExecuteDeleteAsync(cancellationToken);
}
