using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Payments;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Payments;

namespace Ticketing.Infrastructure.Ordering.Place;

/// <summary>
/// Ensures that an order awaiting payment has exactly one payable intent at the provider, with the order's amount. Asks the provider
/// whether an earlier intent is still payable, since its event may be lost. Never calls the provider inside a transaction; checks its
/// answer again under the order's lock.
/// </summary>
public sealed class PaymentStarter(
    IDbContextFactory<TicketingDbContext> contexts, IPaymentProvider provider, TimeProvider time)
{
    internal const string Provider = Payment.Stripe;
    private const int AttemptsMax = 3;

    // The page waits. Without an answer the buyer gets the intent that is known.
    private static readonly TimeSpan CheckTimeout = TimeSpan.FromSeconds(2);

    /// <summary>Gets or creates the order's payable intent.</summary>
    public async Task<Outcome<OrderPayment, PlaceOrderRefusal>> EnsureAsync(OrderId orderId, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < AttemptsMax; attempt++)
        {
            var (order, payments) = await ReadAsync(orderId, cancellationToken);
            var pending = payments.Find(p => p.Status == PaymentStatus.Pending && p.Amount == order.Total);
            if (pending is not null)
            {
                switch (await StatusAsync(pending.ProviderPaymentId, cancellationToken))
                {
                    case PaymentIntentStatus.Canceled:
                        await CancelAsync(pending, cancellationToken);
                        continue;
                    case PaymentIntentStatus.Succeeded or PaymentIntentStatus.Processing:
                        // Its event is under way; the page that waits for it settles it.
                        return await AnswerAsync(pending, isProcessing: true, cancellationToken);
                    default:
                        return await AnswerAsync(pending, pending.ProcessingSince is not null, cancellationToken);
                }
            }

            // The idempotency key counts the earlier intents: a repeated key would return a cancelled one.
            var key = $"order-{order.Id}-{payments.Count}";
            var total = new Money(order.Total, order.Currency);
            var intent = await provider.CreateIntentAsync(
                new CreatePaymentIntent(total, order.Id, order.Number, order.Email, key), cancellationToken);
            if (!intent.Succeeded)
            {
                return RefusalOf(intent.Refusal);
            }

            if (await RecordAsync(orderId, intent.Value, cancellationToken) is { } recorded)
            {
                return await AnswerAsync(recorded, isProcessing: false, cancellationToken);
            }

            // The amount changed concurrently (a promo code in another tab): this intent must not be paid.
            await provider.CancelIntentAsync(intent.Value.Id, $"cancel-{intent.Value.Id}", cancellationToken);
        }

        return PlaceOrderRefusal.PaymentUnavailable;
    }

    /// <summary>Cancels every open intent of the order at the provider.</summary>
    public async Task<Withdrawn> WithdrawAsync(OrderId orderId, CancellationToken cancellationToken)
    {
        var (_, payments) = await ReadAsync(orderId, cancellationToken);
        var all = Withdrawn.All;
        foreach (var payment in payments.Where(p => p.Status == PaymentStatus.Pending))
        {
            var answer = await provider.CancelIntentAsync(payment.ProviderPaymentId, $"cancel-{payment.ProviderPaymentId}", cancellationToken);
            if (answer.Succeeded)
            {
                await CancelAsync(payment, cancellationToken);
                continue;
            }

            var intent = answer.Refusal.Kind == PaymentFailureKind.WrongState
                ? await provider.GetIntentAsync(payment.ProviderPaymentId, cancellationToken)
                : default;
            if (!intent.Succeeded)
            {
                return new Withdrawn(WithdrawnState.Unknown, null);
            }

            all = intent.Value.Status switch
            {
                PaymentIntentStatus.Canceled => all,
                PaymentIntentStatus.Succeeded => new Withdrawn(WithdrawnState.Paid, intent.Value),
                PaymentIntentStatus.AwaitingCard or PaymentIntentStatus.AwaitingConfirmation or PaymentIntentStatus.AwaitingBuyer
                    or PaymentIntentStatus.Processing => new Withdrawn(WithdrawnState.Processing, intent.Value),
            };
            if (all.State != WithdrawnState.All)
            {
                return all;
            }
        }

        return all;
    }

    private static PlaceOrderRefusal RefusalOf(PaymentFailure failure) => (failure.Kind, failure.Code) switch
    {
        (PaymentFailureKind.Unavailable, _) => PlaceOrderRefusal.PaymentUnavailable,
        (_, "amount_too_small") => PlaceOrderRefusal.AmountTooSmall,
        (_, "amount_too_large") => PlaceOrderRefusal.AmountTooLarge,
        _ => PlaceOrderRefusal.PaymentRefused,
    };

    /// <returns>Null if the provider does not answer in time.</returns>
    private async Task<PaymentIntentStatus?> StatusAsync(string intent, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(CheckTimeout);
        try
        {
            var found = await provider.GetIntentAsync(intent, timeout.Token);
            return found.Succeeded ? found.Value.Status : null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task CancelAsync(Payment payment, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await OrderPayments.CancelPendingAsync(db, payment.Id, time.GetUtcNow(), cancellationToken);
    }

    private async Task<(Order Order, List<Payment> Payments)> ReadAsync(OrderId orderId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var order = await db.Orders.AsNoTracking().SingleAsync(o => o.Id == orderId, cancellationToken);
        return (order, await OrderPayments.ReadAsync(db, orderId, cancellationToken));
    }

    /// <summary>Inserts the payment of a new intent; null if the order does not await that amount any more.</summary>
    private async Task<Payment?> RecordAsync(OrderId orderId, PaymentIntent intent, CancellationToken cancellationToken)
    {
        await using var unit = await OrderTransaction.BeginAsync(contexts, cancellationToken);
        var order = await unit.LockOrderAsync(orderId, cancellationToken);
        Invariant.Holds(order is not null);
        var payments = await unit.LockPaymentsAsync(orderId, cancellationToken);
        if (payments.Find(p => p.ProviderPaymentId == intent.Id) is { } known)
        {
            return known.Status == PaymentStatus.Pending ? known : null;
        }

        if (order.Status != OrderStatus.AwaitingPayment || order.Total != intent.Amount.Amount)
        {
            return null;
        }

        var now = time.GetUtcNow();
        var payment = new Payment
        {
            Id = Guid.CreateVersion7(now),
            OrderId = orderId,
            Provider = Provider,
            ProviderPaymentId = intent.Id,
            ClientSecret = intent.ClientSecret ?? "",
            Amount = intent.Amount.Amount,
            Currency = intent.Amount.Currency,
            Status = PaymentStatus.Pending,
            CreatedAt = now,
            UpdatedAt = now,
        };
        OrderPayments.Add(unit.Db, payment);
        await unit.SaveAsync(cancellationToken);
        return payment;
    }

    private async Task<OrderPayment> AnswerAsync(Payment payment, bool isProcessing, CancellationToken cancellationToken)
    {
        var access = await provider.GetBrowserAccessAsync(cancellationToken);
        return new OrderPayment(payment.Provider, access.ApiBase, access.PublishableKey, payment.ProviderPaymentId, payment.ClientSecret)
        {
            FailureCode = payment.FailureCode,
            IsProcessing = isProcessing,
        };
    }
}

/// <summary>Result of cancelling an order's open payment intents.</summary>
/// <param name="Intent">With <see cref="WithdrawnState.Paid"/> and <see cref="WithdrawnState.Processing"/>: the intent to settle.</param>
public sealed record Withdrawn(WithdrawnState State, PaymentIntent? Intent)
{
    public static Withdrawn All { get; } = new(WithdrawnState.All, null);
}

/// <summary>State of an order's intents after <see cref="PaymentStarter.WithdrawAsync"/>.</summary>
public enum WithdrawnState
{
    /// <summary>Every intent is cancelled.</summary>
    All,

    /// <summary>An intent is paid.</summary>
    Paid,

    /// <summary>An intent is being processed by the bank.</summary>
    Processing,

    /// <summary>The provider did not answer.</summary>
    Unknown,
}
