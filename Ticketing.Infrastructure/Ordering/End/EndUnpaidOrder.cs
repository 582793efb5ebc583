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
/// Ends orders that nobody paid. The provider is asked first to take the intent back, so that money and deadline do not
/// cross; where it does not answer, the order ends all the same: money that comes later is a late payment.
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

    // Seats must be free within two seconds of the deadline, whatever the provider does.
    private static readonly TimeSpan ProviderPatience = TimeSpan.FromSeconds(1);

    private readonly OrderEnding _ending = new(ledger);

    /// <summary>Expires every order whose time to pay is over.</summary>
    /// <returns>How many were due.</returns>
    public async Task<int> ExpireDueAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var due = await db.Orders.AsNoTracking()
            .Where(o => o.Status == OrderStatus.AwaitingPayment && o.ExpiresAt <= now)
            .OrderBy(o => o.ExpiresAt).Select(o => o.Id).Take(BatchMax).ToListAsync(cancellationToken);
        await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = cancellationToken }, async (id, token) =>
        {
            var end = await EndAsync(id, OrderStatus.Expired, Actor.System, token);
            LogExpired(id, end);
        });
        return due.Count;
    }

    /// <summary>Ends one order as <see cref="OrderStatus.Expired"/> or <see cref="OrderStatus.Cancelled"/>.</summary>
    public async Task<EndedUnpaid> EndAsync(OrderId id, OrderStatus status, Actor actor, CancellationToken cancellationToken)
    {
        var withdrawn = await WithdrawPatientlyAsync(id, cancellationToken);
        if (withdrawn.Intent is { } news)
        {
            // Paid, or with the bank: that moves the order's end, perhaps before the webhook does.
            await settle.HandleAsync(news, null, cancellationToken);
        }

        if (withdrawn.State == WithdrawnState.Paid)
        {
            return EndedUnpaid.PaidMeanwhile;
        }

        await using var unit = await OrderTransaction.BeginAsync(contexts, cancellationToken);
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

    private async Task<Withdrawn> WithdrawPatientlyAsync(OrderId id, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(ProviderPatience);
        try
        {
            return await payments.WithdrawAsync(id, patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Withdrawn(WithdrawnState.Unknown, null);
        }
    }

    [LoggerMessage(LogLevel.Information, "Order {Order} was due: {End}")]
    private partial void LogExpired(OrderId order, EndedUnpaid end);
}

public enum EndedUnpaid
{
    Ended,

    /// <summary>It is not waiting for a payment (any more).</summary>
    NotWaiting,

    /// <summary>The money was there first.</summary>
    PaidMeanwhile,

    /// <summary>The bank is deciding; asked again soon.</summary>
    Processing,
}
