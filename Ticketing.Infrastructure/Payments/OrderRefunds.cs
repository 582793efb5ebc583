using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Core.Payments;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Payments;

/// <summary>The refunds of orders, for the transactions of their orders.</summary>
internal static class OrderRefunds
{
    /// <summary>Adds the refund to the context; the caller saves.</summary>
    public static void Add(TicketingDbContext db, Refund refund) => db.Refunds.Add(refund);

    /// <summary>An order's refunds, oldest first.</summary>
    public static Task<List<Refund>> ReadAsync(TicketingDbContext db, OrderId order, CancellationToken cancellationToken) =>
        OfOrder(db, order).AsNoTracking().ToListAsync(cancellationToken);

    /// <summary>The refunds of a locked order, oldest first; changes of them are saved with the context.</summary>
    public static Task<List<Refund>> OfLockedAsync(TicketingDbContext db, OrderId order, CancellationToken cancellationToken) =>
        OfOrder(db, order).ToListAsync(cancellationToken);

    /// <summary>Finds a refund with its payment; null: there is no such refund.</summary>
    public static Task<PaidRefund?> FindAsync(TicketingDbContext db, Guid id, CancellationToken cancellationToken) =>
        db.Refunds.AsNoTracking().Where(refund => refund.Id == id)
            .Join(db.Payments, refund => refund.PaymentId, payment => payment.Id, (refund, payment) => new PaidRefund(refund, payment.ProviderPaymentId))
            .SingleOrDefaultAsync(cancellationToken);

    /// <summary>Refunds to send or to ask the provider about that have not been updated since <paramref name="before"/>.</summary>
    public static Task<List<Guid>> OpenAsync(
        TicketingDbContext db, DateTimeOffset before, int max, CancellationToken cancellationToken) =>
        db.Refunds.AsNoTracking()
            .Where(r => (r.Status == RefundStatus.Requested || r.Status == RefundStatus.Pending) && r.UpdatedAt <= before)
            .OrderBy(r => r.UpdatedAt).Select(r => r.Id).Take(max).ToListAsync(cancellationToken);

    /// <summary>Failed refunds that staff have not dealt with, in no order.</summary>
    public static IQueryable<Refund> NeedingAttention(TicketingDbContext db) =>
        db.Refunds.AsNoTracking().Where(refund => refund.Status == RefundStatus.Failed && refund.Resolution == null);

    private static IQueryable<Refund> OfOrder(TicketingDbContext db, OrderId order) =>
        db.Refunds.Where(refund => refund.OrderId == order).OrderBy(refund => refund.CreatedAt).ThenBy(refund => refund.Id);
}

/// <param name="Intent">The refunded payment's id at the provider.</param>
internal sealed record PaidRefund(Refund Refund, string Intent);
