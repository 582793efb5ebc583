using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Payments;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Inventory.Feed;
using Ticketing.Infrastructure.Inventory.Sale;
using Ticketing.Infrastructure.Ordering.Extras;
using Ticketing.Infrastructure.Payments;

namespace Ticketing.Infrastructure.Ordering;

/// <summary>
/// One transaction on one order: locks its row, shares the connection with the seat ledger, publishes seat changes after the commit.
/// <para>Lock order of the feature, against deadlocks: hold, order, payment, seats by index, promo code, access code, extras by id.</para>
/// </summary>
internal sealed class OrderTransaction : IAsyncDisposable
{
    private readonly IDbContextTransaction _transaction;
    private readonly List<SeatChange> _seatChanges = [];
    private (Order Order, TimeSpan Life)? _kept;
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
    public async Task LockHoldAsync(OrderId order, CancellationToken cancellationToken)
    {
        // An order's hold never changes.
        if (await Db.Orders.Where(o => o.Id == order).Select(o => (HoldId?)o.HoldId).SingleOrDefaultAsync(cancellationToken) is { } hold)
        {
            await OrderHolds.LockAsync(Db, hold, cancellationToken);
        }
    }

    /// <summary>Locks the order and reads it with its items and extras; null if it does not exist.</summary>
    public async Task<Order?> LockOrderAsync(OrderId id, CancellationToken cancellationToken)
    {
        await Db.Database.ExecuteSqlAsync($"SELECT 1 FROM orders WHERE id = {id.Value} FOR UPDATE", cancellationToken);
        var order = await Db.Orders.Include(order => order.Items.OrderBy(item => item.SeatIndex))
            .SingleOrDefaultAsync(order => order.Id == id, cancellationToken);
        await OrderExtras.ShowAsync(Db, order, cancellationToken);
        return order;
    }

    /// <summary>Locks the payments of a locked order and reads them, oldest first.</summary>
    public Task<List<Payment>> LockPaymentsAsync(OrderId order, CancellationToken cancellationToken) =>
        OrderPayments.LockAsync(Db, order, cancellationToken);

    /// <summary>Adds seat changes of performance <paramref name="of"/>, to be published after the commit.</summary>
    public void SeatsChanged(PerformanceId of, IReadOnlyList<SeatChange> changes)
    {
        Invariant.Holds(_seatChanges.Count == 0 || _performance == of);
        _performance = of;
        _seatChanges.AddRange(changes);
    }

    /// <summary>Records that the order keeps its seats for so long: their Redis keys and their budget follow after the commit.</summary>
    public void SeatsKept(Order order, TimeSpan life) => _kept = (order, life);

    /// <summary>Saves and commits a transaction without seat changes.</summary>
    public async Task SaveAsync(CancellationToken cancellationToken)
    {
        Invariant.Holds(_seatChanges.Count == 0 && _kept is null);
        await Db.SaveChangesAsync(cancellationToken);
        await _transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Saves, commits, and publishes the seat changes and the new time of kept seats.</summary>
    public async Task CommitAsync(SeatAnnouncer announcer, CancellationToken cancellationToken)
    {
        await Db.SaveChangesAsync(cancellationToken);
        await _transaction.CommitAsync(cancellationToken);
        if (_seatChanges.Count > 0)
        {
            // Not cancelled with the request: viewers need the committed changes.
            await announcer.AnnounceAsync(_performance, _seatChanges);
        }

        if (_kept is { } kept)
        {
            announcer.Keep(kept.Order.PerformanceId, kept.Order.Items.Select(item => item.SeatIndex), kept.Life);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await Db.DisposeAsync();
    }
}
