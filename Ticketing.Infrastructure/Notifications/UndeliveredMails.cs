using Npgsql;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Notifications;

/// <summary>Orders whose mails do not arrive.</summary>
public sealed class UndeliveredMails(NpgsqlDataSource database)
{
    /// <summary>Whether the last mail about the order could not be delivered to its address.</summary>
    public async Task<bool> IsUndeliveredAsync(OrderId order, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            "SELECT delivered FROM sent_mails WHERE order_id = @order AND sent_at IS NOT NULL ORDER BY sent_at DESC LIMIT 1")
            .With("order", order.Value);
        return await command.ExecuteScalarAsync(cancellationToken) is false;
    }
}
