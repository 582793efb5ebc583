using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Payments;
using Ticketing.Infrastructure.Access.SignIn;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Ordering.Settle;
using Ticketing.Infrastructure.Payments;
using Ticketing.Infrastructure.Payments.Shifts;

namespace Ticketing.Infrastructure.Ordering.End;

/// <summary>
/// Staff's answers to a failed refund: see <see cref="RetryRefund"/> and <see cref="SettleRefundOtherwise"/>. The order's row lock lets one
/// of two people win.
/// </summary>
public sealed class FailedRefundHandler(
    IDbContextFactory<TicketingDbContext> contexts, ProviderRefunds atProvider, RefundSender sender, RecentProof proof, TimeProvider time)
{
    public async Task<FailedRefundRefusal?> HandleAsync(RetryRefund command, CancellationToken cancellationToken)
    {
        if (await FindAsync(command.Refund, command.Caller, cancellationToken) is not { } failed)
        {
            return FailedRefundRefusal.NotFound;
        }

        if (!proof.IsOf(command.Caller))
        {
            return FailedRefundRefusal.ProofNeeded;
        }

        if (failed.Refund.FailureReason == Refund.ByHand)
        {
            return FailedRefundRefusal.ByHand;
        }

        // A refund without an answer may have been executed after all.
        var listed = await atProvider.ListAsync(failed.Intent, cancellationToken);
        Refund? again;
        await using (var unit = await OrderTransaction.BeginAsync(contexts, cancellationToken))
        {
            var (order, money) = await LockAsync(unit, failed.Refund.OrderId, cancellationToken);
            var now = time.GetUtcNow();
            var payment = money.FindPayment(failed.Intent)!;
            foreach (var seen in listed?.Refunds ?? [])
            {
                money.Import(payment, seen, now);
            }

            if (money.FindRefund(command.Refund) is not { NeedsAttention: true } refund)
            {
                await unit.SaveAsync(cancellationToken);
                return FailedRefundRefusal.AlreadySettled;
            }

            var amount = Math.Min(refund.Amount, money.LeftOf(payment));
            refund.Resolve(RefundResolution.Retried, null, now);
            again = amount > 0 ? money.Request(payment, amount, refund.Reason, now, refund.ForExchange) : null;
            money.Count(now);
            order.ResolveRefund(RefundResolution.Retried, command.Caller.Actor, now);
            await unit.SaveAsync(cancellationToken);
        }

        if (again is not null)
        {
            await sender.SendAsync(again.Id, cancellationToken);
        }

        return null;
    }

    public async Task<FailedRefundRefusal?> HandleAsync(SettleRefundOtherwise command, CancellationToken cancellationToken)
    {
        var note = command.Note.Trim();
        if (note.Length is 0 or > Refund.NoteLengthMax || !PlainText.IsPrintable(note))
        {
            return FailedRefundRefusal.NoteInvalid;
        }

        if (await FindAsync(command.Refund, command.Caller, cancellationToken) is not { } failed)
        {
            return FailedRefundRefusal.NotFound;
        }

        if (!proof.IsOf(command.Caller))
        {
            return FailedRefundRefusal.ProofNeeded;
        }

        await using var unit = await OrderTransaction.BeginAsync(contexts, cancellationToken);
        var (order, money) = await LockAsync(unit, failed.Refund.OrderId, cancellationToken);
        if (money.FindRefund(command.Refund) is not { NeedsAttention: true } refund)
        {
            return FailedRefundRefusal.AlreadySettled;
        }

        if (refund.FailureReason == Refund.ByHand && money.IsOfCash(refund))
        {
            refund.ShiftId = await OpenShifts.LockAsync(unit.Db, order.OrganizationId, command.Caller.User, order.Currency, cancellationToken);
        }

        var now = time.GetUtcNow();
        refund.Resolve(RefundResolution.PaidOtherwise, note, now);
        money.Count(now);
        order.ResolveRefund(RefundResolution.PaidOtherwise, command.Caller.Actor, now);
        await unit.SaveAsync(cancellationToken);
        return null;
    }

    private async Task<PaidRefund?> FindAsync(Guid refund, Caller caller, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await OrderRefunds.FindAsync(db, refund, cancellationToken) is not { } found)
        {
            return null;
        }

        var order = await db.Orders.Where(order => order.Id == found.Refund.OrderId)
            .Select(order => new { order.OrganizationId, order.PerformanceId }).SingleAsync(cancellationToken);
        return await db.ServesBuyersOfAsync(caller, order.OrganizationId, order.PerformanceId, cancellationToken) ? found : null;
    }

    private static async Task<(Order Order, OrderMoney Money)> LockAsync(OrderTransaction unit, OrderId id, CancellationToken cancellationToken)
    {
        var order = await unit.LockOrderAsync(id, cancellationToken);
        Invariant.Holds(order is not null);
        return (order, await OrderMoney.ReadAsync(unit, order, cancellationToken));
    }
}
