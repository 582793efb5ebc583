using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Payments;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Ordering.Settle;
using Ticketing.Infrastructure.Payments;

namespace Ticketing.Infrastructure.Ordering.Read;

/// <summary>
/// Reads the payment stage of a hold's order for a buyer redirected back from a bank. Does not trust the redirect's query string:
/// queries the provider while the stage is unknown.
/// </summary>
public sealed class PaymentProgressReader(
    IDbContextFactory<TicketingDbContext> contexts, OrderReader orders, PaymentReconciler reconciler)
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

        if (StageOf(view.Order.Status, view.Payments) is { } known)
        {
            return new PaymentProgress(view, known);
        }

        var answered = await ReconcileWithTimeoutAsync(view.Order.Id, cancellationToken);
        view = await orders.FindAsync(hold, visitor, cancellationToken) ?? view;
        return new PaymentProgress(view, StageOf(view.Order.Status, view.Payments, answered));
    }

    /// <summary>
    /// The stage for a browser that does not know the order: a bank's app led back to another one. The intent's client secret, which only
    /// the buyer's browser and the provider have, authorizes to learn the stage and where the tickets go, nothing else.
    /// </summary>
    /// <param name="intent">The provider's id, from the return address.</param>
    /// <param name="clientSecret">From the return address.</param>
    /// <returns>Null if the intent is not of that hold's order or the secret is wrong.</returns>
    public async Task<PaymentElsewhere?> ReadElsewhereAsync(
        HoldId hold, string intent, string clientSecret, CancellationToken cancellationToken)
    {
        if (!PlainText.IsStorable(intent) || await FindAsync(hold, cancellationToken) is not var (order, payments)
            || payments.Find(each => each.ProviderPaymentId == intent) is not { ClientSecret.Length: > 0 } payment
            || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(clientSecret), Encoding.UTF8.GetBytes(payment.ClientSecret)))
        {
            return null;
        }

        var stage = StageOf(order.Status, payments);
        if (stage is null)
        {
            var answered = await ReconcileWithTimeoutAsync(order.Id, cancellationToken);
            (order, payments) = await FindAsync(hold, cancellationToken) ?? (order, payments);
            stage = StageOf(order.Status, payments, answered);
        }

        return new PaymentElsewhere(stage.Value, EmailAddress.Mask(order.Email));
    }

    private async Task<(Order Order, List<Payment> Payments)?> FindAsync(HoldId hold, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Orders.AsNoTracking().SingleOrDefaultAsync(order => order.HoldId == hold, cancellationToken) is { } order
            ? (order, await OrderPayments.ReadAsync(db, order.Id, cancellationToken))
            : null;
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

    private static PaymentStage StageOf(OrderStatus status, IReadOnlyList<Payment> payments, bool answered) =>
        StageOf(status, payments) ?? (answered ? FailedOrOpen(payments) : PaymentStage.Waiting);

    // Null while pending: the stored failure may be of an earlier attempt, so the provider has to be queried.
    private static PaymentStage? StageOf(OrderStatus status, IReadOnlyList<Payment> payments) => status switch
    {
        OrderStatus.AwaitingPayment when payments.Any(payment => payment is { Status: PaymentStatus.Pending, ProcessingSince: not null }) =>
            PaymentStage.Processing,
        OrderStatus.AwaitingPayment => null,
        OrderStatus.Paid or OrderStatus.PartiallyRefunded or OrderStatus.Refunded => PaymentStage.Paid,
        OrderStatus.Expired or OrderStatus.Cancelled => PaymentStage.Ended,
    };

    private static PaymentStage FailedOrOpen(IReadOnlyList<Payment> payments) =>
        payments.Any(payment => payment is { Status: PaymentStatus.Pending, FailureCode: not null }) ? PaymentStage.Failed : PaymentStage.Open;
}

/// <summary>An order and its payment stage.</summary>
public sealed record PaymentProgress(OrderView View, PaymentStage Stage);

/// <summary>What a browser that does not know the order learns of its payment.</summary>
/// <param name="Email">Where the tickets go, masked.</param>
public sealed record PaymentElsewhere(PaymentStage Stage, string Email);

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
