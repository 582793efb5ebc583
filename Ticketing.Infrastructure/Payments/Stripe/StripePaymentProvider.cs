using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Ticketing.Core.Payments;
using Ticketing.Core.Platform;

namespace Ticketing.Infrastructure.Payments.Stripe;

/// <summary>The payment port on Stripe's PaymentIntents, Refunds and Events.</summary>
public sealed class StripePaymentProvider(StripeClient stripe, StripeKeySource keys, IOptions<PaymentsOptions> options) : IPaymentProvider
{
    private const int PageSizeMax = 100;

    public string Name => "stripe";

    public async ValueTask<PaymentBrowserAccess> GetBrowserAccessAsync(CancellationToken cancellationToken)
    {
        var account = await keys.GetAsync(cancellationToken);
        return new PaymentBrowserAccess(options.Value.IsLocal ? null : options.Value.ApiBase, account.PublishableKey);
    }

    public async Task<Outcome<PaymentIntent, PaymentFailure>> CreateIntentAsync(CreatePaymentIntent request, CancellationToken cancellationToken)
    {
        Invariant.Holds(request.Amount.Amount > 0);
        List<KeyValuePair<string, string>> form =
        [
            new("amount", Digits(StripeAmount.ToStripe(request.Amount))),
            new("currency", StripeAmount.CurrencyToStripe(request.Amount)),
            new("payment_method_types[]", "card"),
            new("description", request.OrderNumber),
            new($"metadata[{StripeJson.OrderKey}]", request.Order.ToString()),
            new($"metadata[{StripeJson.OrderNumberKey}]", request.OrderNumber),
        ];
        if (request.ReceiptEmail is not null)
        {
            form.Add(new("receipt_email", request.ReceiptEmail));
        }

        var answer = await stripe.PostAsync("/v1/payment_intents", form, request.IdempotencyKey, cancellationToken);
        return answer.Succeeded ? StripeJson.Intent(answer.Body) : answer.ToFailure();
    }

    public async Task<Outcome<PaymentIntent, PaymentFailure>> GetIntentAsync(string intentId, CancellationToken cancellationToken)
    {
        var answer = await stripe.GetAsync($"/v1/payment_intents/{Segment(intentId)}?expand[]=latest_charge", cancellationToken);
        return answer.Succeeded ? StripeJson.Intent(answer.Body) : answer.ToFailure();
    }

    public async Task<Outcome<PaymentIntent, PaymentFailure>> CancelIntentAsync(string intentId, string idempotencyKey, CancellationToken cancellationToken)
    {
        var answer = await stripe.PostAsync(
            $"/v1/payment_intents/{Segment(intentId)}/cancel", [new("cancellation_reason", "abandoned")], idempotencyKey, cancellationToken);
        return answer.Succeeded ? StripeJson.Intent(answer.Body) : answer.ToFailure();
    }

    public async Task<Outcome<PaymentRefund, PaymentFailure>> RefundAsync(RefundPayment request, CancellationToken cancellationToken)
    {
        Invariant.Holds(request.Amount.Amount > 0);
        KeyValuePair<string, string>[] form =
        [
            new("payment_intent", request.IntentId),
            new("amount", Digits(StripeAmount.ToStripe(request.Amount))),
            new("reason", request.Reason switch
            {
                RefundReason.RequestedByBuyer => "requested_by_customer",
                RefundReason.PaidTwice => "duplicate",
                RefundReason.Fraudulent => "fraudulent",
            }),
            new($"metadata[{StripeJson.OrderKey}]", request.Order.ToString()),
        ];
        var answer = await stripe.PostAsync("/v1/refunds", form, request.IdempotencyKey, cancellationToken);
        return answer.Succeeded ? StripeJson.Refund(answer.Body) : answer.ToFailure();
    }

    public async Task<Outcome<PaymentRefund, PaymentFailure>> GetRefundAsync(string refundId, CancellationToken cancellationToken)
    {
        var answer = await stripe.GetAsync($"/v1/refunds/{Segment(refundId)}", cancellationToken);
        return answer.Succeeded ? StripeJson.Refund(answer.Body) : answer.ToFailure();
    }

    public async Task<Outcome<PaymentRefundList, PaymentFailure>> ListRefundsAsync(string intentId, CancellationToken cancellationToken)
    {
        var answer = await stripe.GetAsync($"/v1/refunds?limit={PageSizeMax}&payment_intent={Segment(intentId)}", cancellationToken);
        if (!answer.Succeeded)
        {
            return answer.ToFailure();
        }

        return new PaymentRefundList([.. StripeJson.List(answer.Body).Select(StripeJson.Refund)]);
    }

    public async Task<Outcome<PaymentEventPage, PaymentFailure>> ListEventsAsync(DateTimeOffset since, string? after, CancellationToken cancellationToken)
    {
        var path = $"/v1/events?limit={PageSizeMax}&created[gte]={Digits(since.ToUnixTimeSeconds())}"
            + string.Concat(StripeEvents.OfInterest.Select(type => $"&types[]={type}"))
            + (after is null ? "" : $"&starting_after={Segment(after)}");
        var answer = await stripe.GetAsync(path, cancellationToken);
        if (!answer.Succeeded)
        {
            return answer.ToFailure();
        }

        PaymentEvent[] events = [.. StripeJson.List(answer.Body).Select(one => StripeJson.Event(one, one.GetRawText()))];
        return new PaymentEventPage(events, StripeJson.HasMore(answer.Body) && events.Length > 0 ? events[^1].Id : null);
    }

    public async ValueTask<Outcome<PaymentEvent, WebhookRefusal>> ParseWebhookAsync(
        ReadOnlyMemory<byte> payload, string? signatureHeader, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var account = await keys.GetAsync(cancellationToken);
        if (StripeSignature.Check(payload.Span, signatureHeader, account.WebhookSecrets, now) is { } refusal)
        {
            return refusal;
        }

        try
        {
            using var document = JsonDocument.Parse(payload);
            return StripeJson.Event(document.RootElement, Encoding.UTF8.GetString(payload.Span));
        }
        catch (Exception error) when (error is JsonException or StripeShapeException or InvalidOperationException)
        {
            return WebhookRefusal.PayloadUnreadable;
        }
    }

    private static string Digits(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Segment(string id) => Uri.EscapeDataString(id);
}
