using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Core.Payments;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Payments;

/// <summary>The refunds of orders, for the transactions of their orders; <see cref="RefundSender"/> sends them afterwards.</summary>
internal static class OrderRefunds
{
    /// <summary>Adds the refund to the context; the caller saves.</summary>
    public static void Add(TicketingDbContext db, Refund refund) => db.Refunds.Add(refund);

    /// <summary>An order's refunds, oldest first.</summary>
    public static Task<List<Refund>> ReadAsync(TicketingDbContext db, OrderId order, CancellationToken cancellationToken) =>
        db.Refunds.AsNoTracking().Where(refund => refund.OrderId == order).OrderBy(refund => refund.CreatedAt)
            .ToListAsync(cancellationToken);

    /// <summary>The refunds of a locked payment; changes of them are saved with the context.</summary>
    public static Task<List<Refund>> OfPaymentAsync(TicketingDbContext db, Guid payment, CancellationToken cancellationToken) =>
        db.Refunds.Where(refund => refund.PaymentId == payment).ToListAsync(cancellationToken);
}
