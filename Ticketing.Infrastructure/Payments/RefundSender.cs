using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Ticketing.Core.Common;
using Ticketing.Core.Payments;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Payments;

/// <summary>
/// Sends requested refunds to the provider and polls them until they succeed or fail. The refund's id is the idempotency key, so that
/// repeated sends (two instances, a lost response) pay once.
/// </summary>
public sealed partial class RefundSender(
    IDbContextFactory<TicketingDbContext> contexts, IPaymentProvider provider, TimeProvider time, ILogger<RefundSender> logger)
{
    private const int BatchMax = 50;
    private const int AttemptsMax = 20;
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(10);

    /// <summary>Sends or polls a batch of open refunds without a recent update.</summary>
    /// <returns>The number of refunds.</returns>
    public async Task<int> SendOpenAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var before = time.GetUtcNow() - PollInterval;
        var open = await db.Refunds.AsNoTracking()
            .Where(r => (r.Status == RefundStatus.Requested || r.Status == RefundStatus.Pending) && r.UpdatedAt <= before)
            .OrderBy(r => r.UpdatedAt).Select(r => r.Id).Take(BatchMax).ToListAsync(cancellationToken);
        foreach (var id in open)
        {
            await SendAsync(id, cancellationToken);
        }

        return open.Count;
    }

    /// <summary>Sends one refund, or reads its status at the provider if it was sent.</summary>
    public async Task SendAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var refund = await db.Refunds.SingleAsync(r => r.Id == id, cancellationToken);
        if (refund.Status is RefundStatus.Succeeded or RefundStatus.Failed)
        {
            return;
        }

        var payment = await db.Payments.AsNoTracking().SingleAsync(p => p.Id == refund.PaymentId, cancellationToken);
        var answer = refund.ProviderRefundId is { } known
            ? await provider.GetRefundAsync(known, cancellationToken)
            : await provider.RefundAsync(
                new RefundPayment(
                    payment.ProviderPaymentId, new Money(refund.Amount, refund.Currency), refund.OrderId,
                    refund.Reason == "paid-twice" ? RefundReason.PaidTwice : RefundReason.RequestedByBuyer, $"refund-{refund.Id}"),
                cancellationToken);

        refund.UpdatedAt = time.GetUtcNow();
        if (answer.Succeeded)
        {
            Apply(refund, answer.Value);
        }
        else
        {
            refund.Attempts++;
            refund.FailureReason = answer.Refusal.Code ?? answer.Refusal.Kind.ToString();
            if (answer.Refusal.Kind != PaymentFailureKind.Unavailable || refund.Attempts >= AttemptsMax)
            {
                refund.Status = RefundStatus.Failed;
            }

            LogNotSent(refund.Id, refund.Attempts, refund.FailureReason);
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>
    /// Applies a refund's status at the provider. Events may arrive in any order, so the status only moves forward: pending, succeeded,
    /// failed (a bank may return the money after success).
    /// </summary>
    public static void Apply(Refund refund, PaymentRefund seen)
    {
        var status = seen.Status switch
        {
            PaymentRefundStatus.Pending or PaymentRefundStatus.AwaitingAction => RefundStatus.Pending,
            PaymentRefundStatus.Succeeded => RefundStatus.Succeeded,
            PaymentRefundStatus.Failed or PaymentRefundStatus.Canceled => RefundStatus.Failed,
        };
        // A refund marked as failed for want of an answer may have reached the provider.
        if (refund.ProviderRefundId is null || status > refund.Status)
        {
            refund.Status = status;
            refund.FailureReason = seen.FailureReason;
        }

        refund.ProviderRefundId = seen.Id;
    }

    [LoggerMessage(LogLevel.Warning, "Refund {Refund} was not sent at attempt {Attempt}: {Reason}")]
    private partial void LogNotSent(Guid refund, int attempt, string reason);
}
