using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Messaging;
using Ticketing.Infrastructure.Ordering.Read;

namespace Ticketing.Infrastructure.Ordering;

/// <summary>
/// Requests the ticket mail again, for buyers, at most once a minute; see <see cref="ResendTickets"/>. The order's row lock makes the
/// limit exact under concurrent requests.
/// </summary>
public sealed class ResendTicketsHandler(IDbContextFactory<TicketingDbContext> contexts, TimeProvider time)
{
    private const string MailRequested = "order.mail-requested";
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    public async Task<Outcome<Order, ResendTicketsRefusal>> HandleAsync(ResendTickets command, CancellationToken cancellationToken)
    {
        await using var unit = await OrderTransaction.BeginAsync(contexts, cancellationToken);
        if (await unit.LockOrderAsync(command.Order, cancellationToken) is not { } order
            || !await OrderAccess.MaySeeAsync(unit.Db, order, command.Visitor, cancellationToken))
        {
            return ResendTicketsRefusal.NotFound;
        }

        if (order.Status is not (OrderStatus.Paid or OrderStatus.PartiallyRefunded))
        {
            return ResendTicketsRefusal.NoTickets;
        }

        var now = time.GetUtcNow();
        var subject = order.Id.ToString();
        var requestedRecently = await AuditLog.Of(unit.Db, "order", subject)
            .AnyAsync(entry => entry.Action == MailRequested && entry.At > now - Pause, cancellationToken);
        if (requestedRecently)
        {
            return ResendTicketsRefusal.TooSoon;
        }

        order.RequestMail(command.Visitor.Caller.Actor, now);
        await unit.SaveAsync(cancellationToken);
        return order;
    }
}
