using Npgsql;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Ordering.Read;

namespace Ticketing.Infrastructure.Notifications;

/// <summary>Orders whose mails do not arrive.</summary>
public sealed class UndeliveredMails(NpgsqlDataSource database, OrderReader orders)
{
    /// <summary>Whether the last mail about the order could not be delivered; false for visitors who may not see the order.</summary>
    public async Task<bool> IsUndeliveredAsync(OrderId order, OrderVisitor visitor, CancellationToken cancellationToken)
    {
        if (await orders.FindAsync(order, visitor, cancellationToken) is null)
        {
            return false;
        }

        await using var command = database.CreateCommand(
            "SELECT delivered FROM sent_mails WHERE order_id = @order AND sent_at IS NOT NULL ORDER BY sent_at DESC LIMIT 1")
            .With("order", order.Value);
        return await command.ExecuteScalarAsync(cancellationToken) is false;
    }
}
