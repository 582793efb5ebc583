using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Messaging;

namespace Ticketing.Infrastructure.Ordering;

/// <summary>
/// Mails the link to an order, at most once a minute per order. Returns nothing: whether the order exists, has that address or was asked
/// for a moment ago must not show in the answer. The order's row lock makes the limit exact under concurrent requests.
/// </summary>
public sealed class RequestOrderLinkHandler(IDbContextFactory<TicketingDbContext> contexts, TimeProvider time)
{
    private const string LinkRequested = "order.link-requested";
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    public async Task HandleAsync(RequestOrderLink command, CancellationToken cancellationToken)
    {
        if (await FindAsync(command, cancellationToken) is not { } id)
        {
            return;
        }

        await using var unit = await OrderTransaction.BeginAsync(contexts, cancellationToken);
        if (await unit.LockOrderAsync(id, cancellationToken) is not { } order)
        {
            return;
        }

        var now = time.GetUtcNow();
        var requestedRecently = await AuditLog.Of(unit.Db, "order", id.ToString())
            .AnyAsync(entry => entry.Action == LinkRequested && entry.At > now - Pause, cancellationToken);
        if (!requestedRecently)
        {
            order.RequestLink(Actor.Buyer, now);
            await unit.SaveAsync(cancellationToken);
        }
    }

    private async Task<OrderId?> FindAsync(RequestOrderLink command, CancellationToken cancellationToken)
    {
        if (OrderNumber.Parse(command.Number) is not { } number)
        {
            return null;
        }

        var email = EmailAddress.Normalize(command.Email.Trim());
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Orders.Where(order => order.Number == number && order.EmailNormalized == email)
            .Select(order => (OrderId?)order.Id).SingleOrDefaultAsync(cancellationToken);
    }
}
