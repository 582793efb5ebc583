using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Inventory.Feed;
using Ticketing.Infrastructure.Inventory.Sale;
using Ticketing.Infrastructure.Ordering.Place;
using Ticketing.Infrastructure.Ordering.Settle;

namespace Ticketing.Infrastructure.Ordering.End;

/// <summary>
/// Expires or cancels unpaid orders. Cancels the payment intent at the provider first, so that an order does not end while it is
/// being paid. Ends the order even if the provider does not answer; money that arrives afterwards is a late payment.
/// </summary>
public sealed partial class EndUnpaidOrder(
    IDbContextFactory<TicketingDbContext> contexts,
    PaymentStarter payments,
    SettlePaymentHandler settle,
    SeatLedger ledger,
    SeatAnnouncer announcer,
    TimeProvider time,
    ILogger<EndUnpaidOrder> logger)
{
    private const int BatchMax = 50;

    // Seats have to be available within two seconds of the deadline, also during an outage of the provider.
    private static readonly TimeSpan ProviderTimeout = TimeSpan.FromSeconds(1);

    private readonly OrderEnding _ending = new(ledger);

    /// <summary>Expires at most one batch of orders past their payment deadline.</summary>
    /// <returns>The number of orders due.</returns>
    public async Task<int> ExpireDueAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var due = await db.Orders.AsNoTracking()
            .Where(o => o.Status == OrderStatus.AwaitingPayment && o.ExpiresAt <= now)
            .OrderBy(o => o.ExpiresAt).Select(o => o.Id).Take(BatchMax).ToListAsync(cancellationToken);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(due, parallel, async (id, token) =>
        {
            var end = await EndAsync(id, OrderStatus.Expired, Actor.System, token);
            LogExpired(id, end);
        });
        return due.Count;
    }

    /// <summary>Ends one order as <see cref="OrderStatus.Expired"/> or <see cref="OrderStatus.Cancelled"/>.</summary>
    public async Task<EndedUnpaid> EndAsync(OrderId id, OrderStatus status, Actor actor, CancellationToken cancellationToken)
    {
        var withdrawn = await WithdrawWithTimeoutAsync(id, cancellationToken);
        if (withdrawn.Intent is { } intent)
        {
            // Paid or processing: settling it moves the deadline, possibly before its webhook arrives.
            await settle.HandleAsync(intent, null, cancellationToken);
        }

        if (withdrawn.State == WithdrawnState.Paid)
        {
            return EndedUnpaid.PaidMeanwhile;
        }

        await using var unit = await OrderTransaction.BeginAsync(contexts, cancellationToken);
        await unit.LockHoldAsync(id, cancellationToken);
        var order = await unit.LockOrderAsync(id, cancellationToken);
        var now = time.GetUtcNow();
        if (order is null || order.Status != OrderStatus.AwaitingPayment)
        {
            return EndedUnpaid.NotWaiting;
        }

        if (withdrawn.State == WithdrawnState.Processing && (status == OrderStatus.Cancelled || now < order.ExpiresAt))
        {
            return EndedUnpaid.Processing;
        }

        if (status == OrderStatus.Cancelled)
        {
            order.Cancel(actor, now);
        }
        else if (order.ExpiresAt <= now)
        {
            order.Expire(now);
        }
        else
        {
            return EndedUnpaid.NotWaiting;
        }

        await _ending.ReleaseUnpaidAsync(unit, order, cancellationToken);
        await unit.CommitAsync(announcer, cancellationToken);
        return EndedUnpaid.Ended;
    }

    private async Task<Withdrawn> WithdrawWithTimeoutAsync(OrderId id, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(ProviderTimeout);
        try
        {
            return await payments.WithdrawAsync(id, timeout.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Withdrawn(WithdrawnState.Unknown, null);
        }
    }

    [LoggerMessage(LogLevel.Information, "Order {Order} was due: {End}")]
    private partial void LogExpired(OrderId order, EndedUnpaid end);
}

/// <summary>Result of ending an unpaid order.</summary>
public enum EndedUnpaid
{
    Ended,

    /// <summary>The order does not await a payment, or its deadline was extended.</summary>
    NotWaiting,

    /// <summary>The order was paid before its intent could be cancelled.</summary>
    PaidMeanwhile,

    /// <summary>The bank is processing the payment; the next pass retries.</summary>
    Processing,
}
