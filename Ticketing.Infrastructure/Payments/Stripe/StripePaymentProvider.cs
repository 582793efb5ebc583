using System.Text;
using Microsoft.Extensions.Options;
using Ticketing.Core.Common;
using Ticketing.Core.Payments;
using Sdk = global::Stripe;

namespace Ticketing.Infrastructure.Payments.Stripe;

/// <summary>Implements the payment port with Stripe's PaymentIntents, Refunds and Events.</summary>
public sealed class StripePaymentProvider(StripeApi stripe, StripeKeySource keys, IOptions<PaymentsOptions> options) : IPaymentProvider
{
    private const int PageSizeMax = 100;

    public string Name => "stripe";

    public async ValueTask<PaymentBrowserAccess> GetBrowserAccessAsync(CancellationToken cancellationToken)
    {
        var account = await keys.GetAsync(cancellationToken);
        return new PaymentBrowserAccess(options.Value.IsLocal ? null : options.Value.ApiBase, account.PublishableKey);
    }

    public Task<Outcome<PaymentIntent, PaymentFailure>> CreateIntentAsync(CreatePaymentIntent request, CancellationToken cancellationToken)
    {
        Invariant.Holds(request.Amount.Amount > 0);
        var parameters = new Sdk.PaymentIntentCreateOptions
        {
            Amount = StripeAmount.ToStripe(request.Amount),
            Currency = StripeAmount.CurrencyToStripe(request.Amount),
            // Stripe offers payment methods by dashboard settings, amount, currency and country.
            AutomaticPaymentMethods = new() { Enabled = true },
            Description = request.OrderNumber,
            Metadata = new() { [StripeObjects.OrderKey] = request.Order.ToString(), [StripeObjects.OrderNumberKey] = request.OrderNumber },
            ReceiptEmail = request.ReceiptEmail,
        };
        return stripe.CallAsync(
            (api, with) => api.PaymentIntents.CreateAsync(parameters, with, cancellationToken),
            StripeObjects.Intent, request.IdempotencyKey, cancellationToken);
    }

    public Task<Outcome<PaymentIntent, PaymentFailure>> GetIntentAsync(string intentId, CancellationToken cancellationToken) => stripe.CallAsync(
        (api, with) => api.PaymentIntents.GetAsync(intentId, new Sdk.PaymentIntentGetOptions { Expand = ["latest_charge"] }, with, cancellationToken),
        StripeObjects.Intent, null, cancellationToken);

    public Task<Outcome<PaymentIntent, PaymentFailure>> CancelIntentAsync(string intentId, string idempotencyKey, CancellationToken cancellationToken) =>
        stripe.CallAsync(
            (api, with) => api.PaymentIntents.CancelAsync(
                intentId, new Sdk.PaymentIntentCancelOptions { CancellationReason = "abandoned" }, with, cancellationToken),
            StripeObjects.Intent, idempotencyKey, cancellationToken);

    public Task<Outcome<PaymentRefund, PaymentFailure>> RefundAsync(RefundPayment request, CancellationToken cancellationToken)
    {
        Invariant.Holds(request.Amount.Amount > 0);
        var parameters = new Sdk.RefundCreateOptions
        {
            PaymentIntent = request.IntentId,
            Amount = StripeAmount.ToStripe(request.Amount),
            Reason = request.Reason switch
            {
                RefundReason.RequestedByBuyer => "requested_by_customer",
                RefundReason.PaidTwice => "duplicate",
                RefundReason.Fraudulent => "fraudulent",
            },
            Metadata = new()
            {
                [StripeObjects.OrderKey] = request.Order.ToString(),
                [StripeObjects.RefundKey] = request.Refund.ToString(),
            },
        };
        return stripe.CallAsync(
            (api, with) => api.Refunds.CreateAsync(parameters, with, cancellationToken),
            StripeObjects.Refund, request.IdempotencyKey, cancellationToken);
    }

    public Task<Outcome<PaymentRefund, PaymentFailure>> GetRefundAsync(string refundId, CancellationToken cancellationToken) => stripe.CallAsync(
        (api, with) => api.Refunds.GetAsync(refundId, null, with, cancellationToken), StripeObjects.Refund, null, cancellationToken);

    public Task<Outcome<PaymentRefundList, PaymentFailure>> ListRefundsAsync(string intentId, CancellationToken cancellationToken) => stripe.CallAsync(
        (api, with) => api.Refunds.ListAsync(
            new Sdk.RefundListOptions { PaymentIntent = intentId, Limit = PageSizeMax }, with, cancellationToken),
        page => new PaymentRefundList([.. page.Data.Select(StripeObjects.Refund)]),
        null, cancellationToken);

    public Task<Outcome<PaymentEventPage, PaymentFailure>> ListEventsAsync(DateTimeOffset since, string? after, CancellationToken cancellationToken)
    {
        var parameters = new Sdk.EventListOptions
        {
            Created = new Sdk.DateRangeOptions { GreaterThanOrEqual = since.UtcDateTime },
            Types = [.. StripeEvents.OfInterest],
            StartingAfter = after,
            Limit = PageSizeMax,
        };
        return stripe.CallAsync(
            (api, with) => api.Events.ListAsync(parameters, with, cancellationToken), ReadPage, null, cancellationToken);
    }

    public async ValueTask<Outcome<PaymentEvent, WebhookRefusal>> ParseWebhookAsync(
        ReadOnlyMemory<byte> payload, string? signatureHeader, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var account = await keys.GetAsync(cancellationToken);
        var text = Encoding.UTF8.GetString(payload.Span);
        return StripeWebhook.Check(text, signatureHeader, account.WebhookSecrets, now) is { } refusal ? refusal : StripeWebhook.Read(text);
    }

    private static PaymentEventPage ReadPage(Sdk.StripeList<Sdk.Event> page)
    {
        PaymentEvent[] events = [.. page.Data.Select(one => StripeObjects.Event(one, one.RawJsonElement!.Value.GetRawText()))];
        return new PaymentEventPage(events, page.HasMore && events.Length > 0 ? events[^1].Id : null);
    }
}
