using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Tickets;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Ordering;

/// <summary>Asks for the mail with the tickets; see <see cref="ResendTickets"/>. The order's row is locked, so that of two clicks one asks.</summary>
public sealed class ResendTicketsHandler(IDbContextFactory<TicketingDbContext> contexts, TimeProvider time)
{
    private const string MailRequested = "order.mail-requested";
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    public async Task<Outcome<Order, ResendTicketsRefusal>> HandleAsync(ResendTickets command, CancellationToken cancellationToken)
    {
        await using var unit = await OrderTransaction.BeginAsync(contexts, cancellationToken);
        if (await unit.LockOrderAsync(command.Order, cancellationToken) is not { } order)
        {
            return ResendTicketsRefusal.NotFound;
        }

        if (order.Status is not (OrderStatus.Paid or OrderStatus.PartiallyRefunded))
        {
            return ResendTicketsRefusal.NoTickets;
        }

        var now = time.GetUtcNow();
        var subject = order.Id.ToString();
        var askedJustNow = await unit.Db.AuditEntries.AnyAsync(
            entry => entry.SubjectType == "order" && entry.SubjectId == subject && entry.Action == MailRequested && entry.At > now - Pause, cancellationToken);
        if (askedJustNow)
        {
            return ResendTicketsRefusal.TooSoon;
        }

        order.RequestMail(command.Actor, now);
        await unit.SaveAsync(cancellationToken);
        return order;
    }
}
