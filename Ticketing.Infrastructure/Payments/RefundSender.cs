using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Ticketing.Core.Common;
using Ticketing.Core.Payments;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Payments;

/// <summary>
/// Sends decided refunds to the provider and follows them to their end. The refund's id is the idempotency key: sent
/// twice (two instances, a lost answer) it is paid once.
/// </summary>
public sealed partial class RefundSender(
    IDbContextFactory<TicketingDbContext> contexts, IPaymentProvider provider, TimeProvider time, ILogger<RefundSender> logger)
{
    private const int BatchMax = 50;
    private const int AttemptsMax = 20;
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(10);

    /// <summary>Sends or follows every refund that is open and was not touched for a while.</summary>
    /// <returns>How many were looked at.</returns>
    public async Task<int> SendOpenAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var before = time.GetUtcNow() - AskAgainAfter;
        var open = await db.Refunds.AsNoTracking()
            .Where(r => (r.Status == RefundStatus.Requested || r.Status == RefundStatus.Pending) && r.UpdatedAt <= before)
            .OrderBy(r => r.UpdatedAt).Select(r => r.Id).Take(BatchMax).ToListAsync(cancellationToken);
        foreach (var id in open)
        {
            await SendAsync(id, cancellationToken);
        }

        return open.Count;
    }

    /// <summary>Sends one refund, or asks what became of it.</summary>
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
            Follow(refund, answer.Value);
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
    /// Brings a refund up to what the provider says of it; a late failure (the bank gave the money back) is taken too.
    /// Events come in any order, so it only moves forward: pending, succeeded, failed.
    /// </summary>
    public static void Follow(Refund refund, PaymentRefund seen)
    {
        var status = seen.Status switch
        {
            PaymentRefundStatus.Pending or PaymentRefundStatus.AwaitingAction => RefundStatus.Pending,
            PaymentRefundStatus.Succeeded => RefundStatus.Succeeded,
            PaymentRefundStatus.Failed or PaymentRefundStatus.Canceled => RefundStatus.Failed,
        };
        // A refund that never reached the provider may be marked as failed, and turn out to have arrived.
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
