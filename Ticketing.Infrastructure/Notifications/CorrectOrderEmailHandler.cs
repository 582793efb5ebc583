using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Ordering;

namespace Ticketing.Infrastructure.Notifications;

/// <summary>Corrects an order's address; see <see cref="CorrectOrderEmail"/>. The caller has checked that the actor may see the order.</summary>
public sealed class CorrectOrderEmailHandler(OrderEmails orders, UndeliveredMails undelivered)
{
    public async Task<Outcome<Order, CorrectOrderEmailRefusal>> HandleAsync(CorrectOrderEmail command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (!EmailAddress.TryRead(command.Email, out var email))
        {
            return CorrectOrderEmailRefusal.EmailInvalid;
        }

        if (!command.ByStaff && !await undelivered.IsUndeliveredAsync(command.Order, cancellationToken))
        {
            return CorrectOrderEmailRefusal.NotUndelivered;
        }

        return await orders.CorrectAsync(command.Order, email, command.Actor, cancellationToken) is { } order
            ? order
            : CorrectOrderEmailRefusal.NoTickets;
    }
}
