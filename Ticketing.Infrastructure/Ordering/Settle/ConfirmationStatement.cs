using Microsoft.EntityFrameworkCore;
using Npgsql;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Payments;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Ordering.Place;
using Ticketing.Infrastructure.Payments;

namespace Ticketing.Infrastructure.Ordering.Settle;

/// <summary>
/// Opens the transactions of confirmation batches: <c>insert-events.sql</c>, <c>lock-orders.sql</c>, <c>lock-payments.sql</c>,
/// <c>confirm-orders.sql</c>.
/// </summary>
internal sealed class ConfirmationStatement(HotPathDatabase database)
{
    public ConfirmationTransaction Begin()
    {
        var connection = database.Open();
        try
        {
            return new ConfirmationTransaction(connection, connection.BeginTransaction());
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}

/// <summary>A confirmed order to write.</summary>
internal sealed record PaidOrder(Order Order, Guid Payment);

internal sealed class ConfirmationTransaction(NpgsqlConnection connection, NpgsqlTransaction transaction) : IDisposable
{
    private static readonly BatchTable<PaidOrder> Paid = new BatchTable<PaidOrder>("paid")
        .Column("order_id", paid => paid.Order.Id)
        .Column("payment_id", paid => paid.Payment);

    private static readonly SqlScript LockOrdersScript = SqlScript.Load("lock-orders.sql");
    private static readonly SqlScript ConfirmScript = SqlScript.Load("confirm-orders.sql", Paid, FactRows.Outbox, FactRows.Audit);

    /// <returns>The ids of the new events; the effect of the others is committed already.</returns>
    public HashSet<string> InsertEvents(IReadOnlyList<ConfirmationBatchItem> items, DateTimeOffset now)
    {
        var received = items.Select(item => item.Received).OfType<PaymentEvent>().ToList();
        return received.Count == 0 ? [] : ReceivedPaymentEvents.Insert(connection, transaction, received, now);
    }

    /// <returns>The locked order and payment of each item, in their order; null if they do not exist.</returns>
    public (Order? Order, Payment? Payment)[] Lock(IReadOnlyList<ConfirmationBatchItem> items)
    {
        string[] intents = [.. items.Select(item => item.Intent.Id)];
        LockOrders(intents);
        OrderPayments.Lock(connection, transaction, intents);

        // Read after the locks: a new snapshot, so these are the latest versions.
        using var db = new TicketingDbContext(new DbContextOptionsBuilder<TicketingDbContext>().UseNpgsql(connection).Options);
        db.Database.UseTransaction(transaction);
        var payments = OrderPayments.Read(db, intents);
        OrderId[] ids = [.. payments.Values.Select(payment => payment.OrderId).Distinct()];
        var orders = db.Orders.AsNoTracking().Include(order => order.Items.OrderBy(item => item.SeatIndex))
            .Where(order => ids.Contains(order.Id))
            .ToDictionary(order => order.Id);
        return
        [
            .. items.Select(item => payments.TryGetValue(item.Intent.Id, out var payment)
                ? (orders.GetValueOrDefault(payment.OrderId), payment)
                : default((Order?, Payment?))),
        ];
    }

    /// <summary>Deletes events that <see cref="InsertEvents"/> inserted.</summary>
    public void DeleteEvents(List<string> ids)
    {
        if (ids.Count > 0)
        {
            ReceivedPaymentEvents.Delete(connection, transaction, ids);
        }
    }

    /// <returns>The seats sold, by performance.</returns>
    /// <exception cref="SeatLostException">An order has lost a seat. The transaction has to be rolled back.</exception>
    public Dictionary<PerformanceId, List<SeatChange>> Write(IReadOnlyList<PaidOrder> paid, DateTimeOffset now)
    {
        using var command = ConfirmScript.On(connection, transaction)
            .With("now", now)
            .With(Paid, paid)
            .WithFacts(paid.Select(each => each.Order))
            .Prepare();
        return SoldSeats.Read(command, paid.Sum(each => each.Order.Items.Count(item => item.Live)));
    }

    public void Commit() => transaction.Commit();

    public void Dispose()
    {
        transaction.Dispose();
        connection.Dispose();
    }

    private void LockOrders(string[] intents)
    {
        using var command = LockOrdersScript.On(connection, transaction).With("intents", intents).Prepare();
        command.ExecuteNonQuery();
    }
}
