using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Ticketing.Core.Common;
using Ticketing.Core.Payments;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Payments;

namespace Ticketing.Infrastructure.Ordering.Settle;

/// <summary>
/// Sends requested refunds to the provider and polls them until they succeed or fail. The refund's id is the idempotency key, so that
/// repeated sends (two instances, a lost response) pay once. Calls the provider outside of transactions and records its answer under the
/// order's lock.
/// </summary>
public sealed partial class RefundSender(
    IDbContextFactory<TicketingDbContext> contexts, ProviderRefunds atProvider, IPaymentProvider provider, OrderMetrics metrics, TimeProvider time,
    ILogger<RefundSender> logger)
{
    private const int BatchMax = 50;
    private const int AttemptsMax = 20;
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(10);

    /// <summary>Sends or polls a batch of open refunds without a recent update.</summary>
    /// <returns>The number of refunds.</returns>
    public async Task<int> SendOpenAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var open = await OrderRefunds.OpenAsync(db, time.GetUtcNow() - PollInterval, BatchMax, cancellationToken);
        foreach (var id in open)
        {
            await SendAsync(id, cancellationToken);
        }

        return open.Count;
    }

    /// <summary>Sends one refund, or reads its status at the provider if it was sent.</summary>
    public async Task SendAsync(Guid id, CancellationToken cancellationToken)
    {
        // Again for the part that is left, if a part was refunded at the provider.
        Guid? next = id;
        while (next is { } sending)
        {
            next = await SendOnceAsync(sending, cancellationToken);
        }
    }

    /// <returns>A refund to send in its place, or null.</returns>
    private async Task<Guid?> SendOnceAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, cancellationToken) is not { Refund.IsOpen: true } paid)
        {
            return null;
        }

        var refund = paid.Refund;
        var answer = refund.ProviderRefundId is { } known
            ? await provider.GetRefundAsync(known, cancellationToken)
            : await provider.RefundAsync(
                new RefundPayment(
                    paid.Intent, new Money(refund.Amount, refund.Currency), refund.OrderId, refund.Id,
                    refund.Reason == "paid-twice" ? RefundReason.PaidTwice : RefundReason.RequestedByBuyer, $"refund-{refund.Id}"),
                cancellationToken);

        // Refused: what the provider has refunded already tells whether our amount is still owed.
        var listed = !answer.Succeeded && answer.Refusal.Kind != PaymentFailureKind.Unavailable
            ? await atProvider.ListAsync(paid.Intent, cancellationToken)
            : null;
        return await RecordAsync(paid, answer, listed, cancellationToken);
    }

    private async Task<Guid?> RecordAsync(
        PaidRefund paid, Outcome<PaymentRefund, PaymentFailure> answer, PaymentRefundList? listed, CancellationToken cancellationToken)
    {
        await using var unit = await OrderTransaction.BeginAsync(contexts, cancellationToken);
        var order = await unit.LockOrderAsync(paid.Refund.OrderId, cancellationToken);
        Invariant.Holds(order is not null);
        var money = await OrderMoney.ReadAsync(unit, order, cancellationToken);
        var payment = money.FindPayment(paid.Intent);
        var refund = money.FindRefund(paid.Refund.Id);
        Invariant.Holds(payment is not null && refund is not null);
        var now = time.GetUtcNow();
        Refund? rest = null;
        if (answer.Succeeded)
        {
            money.Import(payment, answer.Value with { OwnId = refund.Id }, now);
        }
        else if (refund.IsOpen)
        {
            refund.UpdatedAt = now;
            refund.Attempts++;
            refund.FailureReason = answer.Refusal.Code ?? EnumWords.ToWord(answer.Refusal.Kind);
            LogNotSent(refund.Id, refund.Attempts, refund.FailureReason);
            rest = RecordRefusal(money, payment, refund, answer.Refusal, listed, now);
        }

        await unit.SaveAsync(cancellationToken);
        metrics.Count(money.EndedRefunds);
        return rest?.Id;
    }

    private static Refund? RecordRefusal(
        OrderMoney money, Payment payment, Refund refund, PaymentFailure refusal, PaymentRefundList? listed, DateTimeOffset now)
    {
        if (refusal.Kind == PaymentFailureKind.Unavailable)
        {
            if (refund.Attempts >= AttemptsMax)
            {
                money.Fail(refund, now);
            }

            return null;
        }

        foreach (var seen in listed?.Refunds ?? [])
        {
            money.Import(payment, seen, now);
        }

        if (refund.ProviderRefundId is not null)
        {
            return null;
        }

        var left = money.LeftFor(refund);
        if (refund.Amount <= left)
        {
            money.Fail(refund, now);
            return null;
        }

        refund.Status = RefundStatus.Cancelled;
        var rest = left > 0 ? money.Request(payment, left, refund.Reason, now, refund.ForExchange) : null;
        money.Count(now);
        return rest;
    }

    private async Task<PaidRefund?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await OrderRefunds.FindAsync(db, id, cancellationToken);
    }

    [LoggerMessage(LogLevel.Warning, "Refund {Refund} was not sent at attempt {Attempt}: {Reason}")]
    private partial void LogNotSent(Guid refund, int attempt, string reason);
}
