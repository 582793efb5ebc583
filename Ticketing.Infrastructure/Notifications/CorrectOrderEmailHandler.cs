using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Ordering;
using Ticketing.Infrastructure.Ordering.Read;

namespace Ticketing.Infrastructure.Notifications;

/// <summary>Corrects an order's address; see <see cref="CorrectOrderEmail"/>.</summary>
public sealed class CorrectOrderEmailHandler(OrderReader reader, OrderEmails orders, UndeliveredMails undelivered)
{
    public async Task<Outcome<Order, CorrectOrderEmailRefusal>> HandleAsync(CorrectOrderEmail command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        var (id, visitor) = (command.Order, command.Visitor);
        if (!EmailAddress.TryRead(command.Email, out var email))
        {
            return CorrectOrderEmailRefusal.EmailInvalid;
        }

        if (await reader.FindAsync(id, visitor, cancellationToken) is not { } seen)
        {
            return CorrectOrderEmailRefusal.NoTickets;
        }

        if (!visitor.Caller.ServesBuyersOf(seen.Order.OrganizationId, seen.Event.Id) && !await undelivered.IsUndeliveredAsync(id, visitor, cancellationToken))
        {
            return CorrectOrderEmailRefusal.NotUndelivered;
        }

        return await orders.CorrectAsync(id, email, visitor.Caller.Actor, cancellationToken) is { } order
            ? order
            : CorrectOrderEmailRefusal.NoTickets;
    }
}
