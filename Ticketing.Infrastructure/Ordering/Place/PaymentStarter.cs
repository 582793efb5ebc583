using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Payments;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Ordering.Place;

/// <summary>
/// Sees to it that an order that waits for its payment has exactly one intent at the provider that can be paid, of the
/// order's amount. The provider is never called inside a transaction; what it answered is checked again under the order's lock.
/// </summary>
public sealed class PaymentStarter(
    IDbContextFactory<TicketingDbContext> contexts, IPaymentProvider provider, TimeProvider time)
{
    internal const string Provider = Payment.Stripe;
    private const int AttemptsMax = 3;

    /// <summary>The intent to pay with: the one that is there, or a new one.</summary>
    public async Task<Outcome<OrderPayment, PlaceOrderRefusal>> EnsureAsync(OrderId orderId, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < AttemptsMax; attempt++)
        {
            var (order, payments) = await ReadAsync(orderId, cancellationToken);
            var pending = payments.Find(p => p.Status == PaymentStatus.Pending && p.Amount == order.Total);
            if (pending is not null)
            {
                return await AnswerAsync(pending, cancellationToken);
            }

            // The number of earlier intents is part of the key: a key may not give a cancelled intent back.
            var intent = await provider.CreateIntentAsync(
                new CreatePaymentIntent(new Money(order.Total, order.Currency), order.Id, order.Number, order.Email, $"order-{order.Id}-{payments.Count}"),
                cancellationToken);
            if (!intent.Succeeded)
            {
                return PlaceOrderRefusal.PaymentUnavailable;
            }

            if (await NoteAsync(orderId, intent.Value, cancellationToken) is { } noted)
            {
                return await AnswerAsync(noted, cancellationToken);
            }

            // The amount changed meanwhile (another tab took a promo code): this intent must not be paid.
            await provider.CancelIntentAsync(intent.Value.Id, $"cancel-{intent.Value.Id}", cancellationToken);
        }

        return PlaceOrderRefusal.PaymentUnavailable;
    }

    /// <summary>Takes every open intent of the order back, so that no money can come on it.</summary>
    public async Task<Withdrawn> WithdrawAsync(OrderId orderId, CancellationToken cancellationToken)
    {
        var (_, payments) = await ReadAsync(orderId, cancellationToken);
        var all = Withdrawn.All;
        foreach (var payment in payments.Where(p => p.Status == PaymentStatus.Pending))
        {
            var answer = await provider.CancelIntentAsync(payment.ProviderPaymentId, $"cancel-{payment.ProviderPaymentId}", cancellationToken);
            if (answer.Succeeded)
            {
                await using var db = await contexts.CreateDbContextAsync(cancellationToken);
                await db.Payments.Where(p => p.Id == payment.Id && p.Status == PaymentStatus.Pending)
                    .ExecuteUpdateAsync(set => set.SetProperty(p => p.Status, PaymentStatus.Cancelled).SetProperty(p => p.UpdatedAt, time.GetUtcNow()), cancellationToken);
                continue;
            }

            var intent = answer.Refusal.Kind == PaymentFailureKind.WrongState ? await provider.GetIntentAsync(payment.ProviderPaymentId, cancellationToken) : default;
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

    private async Task<(Order Order, List<Payment> Payments)> ReadAsync(OrderId orderId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var order = await db.Orders.AsNoTracking().SingleAsync(o => o.Id == orderId, cancellationToken);
        return (order, await db.Payments.AsNoTracking().Where(p => p.OrderId == orderId).OrderBy(p => p.CreatedAt).ToListAsync(cancellationToken));
    }

    private async Task<Payment?> NoteAsync(OrderId orderId, PaymentIntent intent, CancellationToken cancellationToken)
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
        unit.Db.Payments.Add(payment);
        await unit.SaveAsync(cancellationToken);
        return payment;
    }

    private async Task<OrderPayment> AnswerAsync(Payment payment, CancellationToken cancellationToken)
    {
        var access = await provider.GetBrowserAccessAsync(cancellationToken);
        return new OrderPayment(payment.Provider, access.ApiBase, access.PublishableKey, payment.ProviderPaymentId, payment.ClientSecret)
        {
            FailureCode = payment.FailureCode,
            IsProcessing = payment.ProcessingSince is not null,
        };
    }
}

/// <summary>What became of the attempt to take an order's open intents back.</summary>
/// <param name="Intent">For <see cref="WithdrawnState.Paid"/> and <see cref="WithdrawnState.Processing"/>: what was faster, to be settled.</param>
public sealed record Withdrawn(WithdrawnState State, PaymentIntent? Intent)
{
    public static Withdrawn All { get; } = new(WithdrawnState.All, null);
}

public enum WithdrawnState
{
    /// <summary>No money can come any more.</summary>
    All,

    /// <summary>It came already.</summary>
    Paid,

    /// <summary>The bank is deciding.</summary>
    Processing,

    /// <summary>The provider did not answer.</summary>
    Unknown,
}
