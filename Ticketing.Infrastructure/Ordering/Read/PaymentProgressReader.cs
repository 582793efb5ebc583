using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Ordering.Settle;

namespace Ticketing.Infrastructure.Ordering.Read;

/// <summary>
/// Reads the payment stage of a hold's order for a buyer redirected back from a bank. Does not trust the redirect's query string:
/// queries the provider while the stage is unknown.
/// </summary>
public sealed class PaymentProgressReader(OrderReader orders, PaymentReconciler reconciler)
{
    // The page stays empty meanwhile; it polls again.
    private static readonly TimeSpan ProviderTimeout = TimeSpan.FromSeconds(3);

    /// <summary>The order and its payment stage; null if the order does not exist or the visitor may not see it.</summary>
    public async Task<PaymentProgress?> ReadAsync(HoldId hold, OrderVisitor visitor, CancellationToken cancellationToken)
    {
        if (await orders.FindAsync(hold, visitor, cancellationToken) is not { } view)
        {
            return null;
        }

        if (StageOf(view) is { } known)
        {
            return new PaymentProgress(view, known);
        }

        var answered = await ReconcileWithTimeoutAsync(view.Order.Id, cancellationToken);
        view = await orders.FindAsync(hold, visitor, cancellationToken) ?? view;
        return new PaymentProgress(view, StageOf(view) ?? (answered ? FailedOrOpen(view) : PaymentStage.Waiting));
    }

    private async Task<bool> ReconcileWithTimeoutAsync(OrderId order, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(ProviderTimeout);
        try
        {
            return await reconciler.ReconcileAsync(order, timeout.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    // Null while pending: the stored failure may be of an earlier attempt, so the provider has to be queried.
    private static PaymentStage? StageOf(OrderView view) => view.Order.Status switch
    {
        OrderStatus.AwaitingPayment when view.Payments.Any(
            payment => payment is { Status: Core.Payments.PaymentStatus.Pending, ProcessingSince: not null }) => PaymentStage.Processing,
        OrderStatus.AwaitingPayment => null,
        OrderStatus.Paid or OrderStatus.PartiallyRefunded or OrderStatus.Refunded => PaymentStage.Paid,
        OrderStatus.Expired or OrderStatus.Cancelled => PaymentStage.Ended,
    };

    private static PaymentStage FailedOrOpen(OrderView view) =>
        view.Payments.Any(payment => payment is { Status: Core.Payments.PaymentStatus.Pending, FailureCode: not null })
            ? PaymentStage.Failed
            : PaymentStage.Open;
}

/// <summary>An order and its payment stage.</summary>
public sealed record PaymentProgress(OrderView View, PaymentStage Stage);

/// <summary>Stage of an order's payment, for display.</summary>
public enum PaymentStage
{
    /// <summary>The provider has not answered yet.</summary>
    Waiting,

    /// <summary>No payment and no failure: the buyer left the bank's page or never opened it.</summary>
    Open,

    /// <summary>The last attempt failed; the buyer may retry.</summary>
    Failed,

    /// <summary>The bank is processing the payment.</summary>
    Processing,

    Paid,

    /// <summary>The order ended unpaid.</summary>
    Ended,
}
