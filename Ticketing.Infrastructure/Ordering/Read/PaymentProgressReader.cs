using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Ordering.Settle;

namespace Ticketing.Infrastructure.Ordering.Read;

/// <summary>
/// Says how far the payment of a hold's order is, for a buyer who comes back from a bank. What the address says is not believed:
/// while we do not know, the provider is asked.
/// </summary>
public sealed class PaymentProgressReader(OrderReader orders, PaymentReconciler reconciler)
{
    // The buyer looks at an empty page meanwhile; the next look asks again.
    private static readonly TimeSpan ProviderPatience = TimeSpan.FromSeconds(3);

    /// <summary>The order and its payment's stage, or null when there is no such order or it is not the visitor's.</summary>
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

        var answered = await AskPatientlyAsync(view.Order.Id, cancellationToken);
        view = await orders.FindAsync(hold, visitor, cancellationToken) ?? view;
        return new PaymentProgress(view, StageOf(view) ?? (answered ? FailedOrOpen(view) : PaymentStage.Waiting));
    }

    private async Task<bool> AskPatientlyAsync(OrderId order, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(ProviderPatience);
        try
        {
            return await reconciler.ReconcileAsync(order, patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    // An earlier attempt's failure says nothing about this one: only the provider can tell then.
    private static PaymentStage? StageOf(OrderView view) => view.Order.Status switch
    {
        OrderStatus.AwaitingPayment when view.Payments.Any(payment => payment is { Status: Core.Payments.PaymentStatus.Pending, ProcessingSince: not null }) => PaymentStage.Processing,
        OrderStatus.AwaitingPayment => null,
        OrderStatus.Paid or OrderStatus.PartiallyRefunded or OrderStatus.Refunded => PaymentStage.Paid,
        OrderStatus.Expired or OrderStatus.Cancelled => PaymentStage.Ended,
    };

    private static PaymentStage FailedOrOpen(OrderView view) =>
        view.Payments.Any(payment => payment is { Status: Core.Payments.PaymentStatus.Pending, FailureCode: not null }) ? PaymentStage.Failed : PaymentStage.Open;
}

/// <summary>How far a payment is.</summary>
public sealed record PaymentProgress(OrderView View, PaymentStage Stage);

public enum PaymentStage
{
    /// <summary>The provider has not answered yet.</summary>
    Waiting,

    /// <summary>Nothing was paid, and nothing went wrong: the buyer left the bank's page, or has not been there.</summary>
    Open,

    /// <summary>The last attempt failed; the buyer may try again.</summary>
    Failed,

    /// <summary>The bank has it and answers later.</summary>
    Processing,

    Paid,

    /// <summary>The order ended unpaid.</summary>
    Ended,
}
