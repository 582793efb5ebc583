using Microsoft.EntityFrameworkCore;
using Npgsql;
using Ticketing.Core.Common;
using Ticketing.Core.Payments;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Payments.Shifts;

namespace Ticketing.Infrastructure.Payments;

/// <summary>
/// The payments of orders, for the transactions of their orders. SQL finds a payment's order in the view <c>payment_orders</c>.
/// </summary>
internal static class OrderPayments
{
    private static readonly SqlScript LockScript = SqlScript.Load("lock-payments.sql");

    /// <summary>Adds the payment to the context; the caller saves.</summary>
    public static void Add(TicketingDbContext db, Payment payment) => db.Payments.Add(payment);

    /// <summary>An order's payments, oldest first.</summary>
    public static Task<List<Payment>> ReadAsync(TicketingDbContext db, OrderId order, CancellationToken cancellationToken) =>
        OfOrder(db, order).AsNoTracking().ToListAsync(cancellationToken);

    /// <summary>Locks the payments of a locked order and reads them, oldest first; changes of them are saved with the context.</summary>
    public static async Task<List<Payment>> LockAsync(TicketingDbContext db, OrderId order, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync(
            $"SELECT 1 FROM payments WHERE order_id = {order.Value} ORDER BY id FOR UPDATE", cancellationToken);
        return await OfOrder(db, order).ToListAsync(cancellationToken);
    }

    /// <summary>Locks the payments of locked orders.</summary>
    /// <param name="intents">The provider's ids.</param>
    public static void Lock(NpgsqlConnection connection, NpgsqlTransaction transaction, string[] intents)
    {
        using var command = LockScript.On(connection, transaction).With("intents", intents).Prepare();
        command.ExecuteNonQuery();
    }

    /// <summary>Payments by the provider's ids.</summary>
    public static Dictionary<string, Payment> Read(TicketingDbContext db, string[] intents) =>
        db.Payments.AsNoTracking().Where(payment => intents.Contains(payment.ProviderPaymentId))
            .ToDictionary(payment => payment.ProviderPaymentId);

    /// <summary>The order that a payment is for; null: there is no such payment.</summary>
    /// <param name="intent">The provider's id.</param>
    public static Task<OrderId?> FindOrderAsync(TicketingDbContext db, string intent, CancellationToken cancellationToken) =>
        db.Payments.Where(payment => payment.ProviderPaymentId == intent)
            .Select(payment => (OrderId?)payment.OrderId).SingleOrDefaultAsync(cancellationToken);

    /// <summary>Pending payments, in no order.</summary>
    public static IQueryable<Payment> Pending(TicketingDbContext db) =>
        db.Payments.AsNoTracking().Where(payment => payment.Status == PaymentStatus.Pending);

    /// <summary>Cancels a payment that is still pending.</summary>
    public static Task<int> CancelPendingAsync(TicketingDbContext db, Guid id, DateTimeOffset now, CancellationToken cancellationToken) =>
        db.Payments.Where(payment => payment.Id == id && payment.Status == PaymentStatus.Pending)
            .ExecuteUpdateAsync(
                set => set.SetProperty(p => p.Status, PaymentStatus.Cancelled).SetProperty(p => p.UpdatedAt, now), cancellationToken);

    /// <summary>Notes that the provider was asked about a payment that is still pending.</summary>
    public static Task<int> TouchPendingAsync(TicketingDbContext db, Guid id, DateTimeOffset now, CancellationToken cancellationToken) =>
        db.Payments.Where(payment => payment.Id == id && payment.Status == PaymentStatus.Pending)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.UpdatedAt, now), cancellationToken);

    /// <summary>Writes <paramref name="name"/> in the place of the name of the account that took payments, and had shifts.</summary>
    public static async Task RenameTakerAsync(TicketingDbContext db, UserId account, string name, CancellationToken cancellationToken)
    {
        await OpenShifts.RenameAsync(db, account, name, cancellationToken);
        await db.Payments.Where(payment => payment.TakenById == account)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.TakenBy, name), cancellationToken);
    }

    private static IQueryable<Payment> OfOrder(TicketingDbContext db, OrderId order) =>
        db.Payments.Where(payment => payment.OrderId == order).OrderBy(payment => payment.CreatedAt);
}
