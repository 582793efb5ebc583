using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Payments;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Inventory.Feed;

namespace Ticketing.Infrastructure.Ordering;

/// <summary>
/// One transaction on one order: its row locked, its seats changed by the seat ledger on the same connection, and what
/// happened to them announced after the commit.
/// <para>Lock order everywhere in this feature: hold, order, payment, seats by index, promo code. Whoever follows it cannot deadlock.</para>
/// </summary>
internal sealed class OrderTransaction : IAsyncDisposable
{
    private readonly IDbContextTransaction _transaction;
    private readonly List<SeatChange> _seatChanges = [];
    private PerformanceId _performance;

    private OrderTransaction(TicketingDbContext db, IDbContextTransaction transaction)
    {
        Db = db;
        _transaction = transaction;
    }

    public TicketingDbContext Db { get; }

    public NpgsqlConnection Connection => (NpgsqlConnection)Db.Database.GetDbConnection();

    public NpgsqlTransaction Transaction => (NpgsqlTransaction)_transaction.GetDbTransaction();

    public static async Task<OrderTransaction> BeginAsync(IDbContextFactory<TicketingDbContext> contexts, CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken);
        try
        {
            return new OrderTransaction(db, await db.Database.BeginTransactionAsync(cancellationToken));
        }
        catch
        {
            await db.DisposeAsync();
            throw;
        }
    }

    /// <summary>Locks the hold that the order was placed for.</summary>
    public Task<int> LockHoldAsync(OrderId order, CancellationToken cancellationToken) => Db.Database.ExecuteSqlAsync(
        $"SELECT 1 FROM holds WHERE id = (SELECT hold_id FROM orders WHERE id = {order.Value}) FOR UPDATE", cancellationToken);

    /// <summary>Locks the order and reads it with its items; null when there is none.</summary>
    public async Task<Order?> LockOrderAsync(OrderId id, CancellationToken cancellationToken)
    {
        await Db.Database.ExecuteSqlAsync($"SELECT 1 FROM orders WHERE id = {id.Value} FOR UPDATE", cancellationToken);
        return await Db.Orders.Include(order => order.Items.OrderBy(item => item.SeatIndex))
            .SingleOrDefaultAsync(order => order.Id == id, cancellationToken);
    }

    /// <summary>Locks the payments of a locked order and reads them, oldest first.</summary>
    public async Task<List<Payment>> LockPaymentsAsync(OrderId order, CancellationToken cancellationToken)
    {
        await Db.Database.ExecuteSqlAsync($"SELECT 1 FROM payments WHERE order_id = {order.Value} ORDER BY id FOR UPDATE", cancellationToken);
        return await Db.Payments.Where(payment => payment.OrderId == order).OrderBy(payment => payment.CreatedAt).ToListAsync(cancellationToken);
    }

    /// <summary>Notes what the ledger did to seats of <paramref name="of"/>, to be announced after the commit.</summary>
    public void SeatsChanged(PerformanceId of, IReadOnlyList<SeatChange> changes)
    {
        Invariant.Holds(_seatChanges.Count == 0 || _performance == of);
        _performance = of;
        _seatChanges.AddRange(changes);
    }

    /// <summary>Saves and commits what changed no seat.</summary>
    public async Task SaveAsync(CancellationToken cancellationToken)
    {
        Invariant.Holds(_seatChanges.Count == 0);
        await Db.SaveChangesAsync(cancellationToken);
        await _transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Saves, commits, and tells everybody which seats changed.</summary>
    public async Task CommitAsync(SeatAnnouncer announcer, CancellationToken cancellationToken)
    {
        await Db.SaveChangesAsync(cancellationToken);
        await _transaction.CommitAsync(cancellationToken);
        if (_seatChanges.Count > 0)
        {
            // Committed is committed: whoever asked may be gone, the screens of others still have to turn.
            await announcer.AnnounceAsync(_performance, _seatChanges);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await Db.DisposeAsync();
    }
}
