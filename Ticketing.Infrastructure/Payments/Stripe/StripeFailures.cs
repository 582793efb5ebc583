using System.Net;
using Ticketing.Core.Payments;
using Sdk = global::Stripe;

namespace Ticketing.Infrastructure.Payments.Stripe;

/// <summary>Maps Stripe's errors (https://docs.stripe.com/api/errors) to <see cref="PaymentFailureKind"/>.</summary>
internal static class StripeFailures
{
    public static PaymentFailure NoAnswer { get; } = new(PaymentFailureKind.Unavailable, null, null, "The payment provider did not answer.");

    public static PaymentFailure Of(Sdk.StripeException exception)
    {
        // Stripe.net's message would contain the whole response body.
        if (exception.StripeError is not { } error)
        {
            return NoAnswer;
        }

        var kind = (exception.HttpStatusCode, error.Type, error.Code) switch
        {
            (_, "card_error", _) => PaymentFailureKind.Declined,
            (HttpStatusCode.NotFound, _, _) or (_, _, "resource_missing") => PaymentFailureKind.NotFound,
            (_, _, "payment_intent_unexpected_state" or "charge_already_refunded" or "charge_disputed") => PaymentFailureKind.WrongState,
            (HttpStatusCode.TooManyRequests or HttpStatusCode.Conflict or >= HttpStatusCode.InternalServerError, _, _) => PaymentFailureKind.Unavailable,
            _ => PaymentFailureKind.BadRequest,
        };
        return new PaymentFailure(kind, error.Code ?? error.Type, error.DeclineCode, error.Message ?? "The payment provider refused.");
    }

    /// <summary>The failure of an intent's last attempt, or null.</summary>
    public static PaymentFailure? OfAttempt(Sdk.StripeError? error) => error is null
        ? null
        : new PaymentFailure(PaymentFailureKind.Declined, error.Code, error.DeclineCode, error.Message ?? "The payment failed.");
}
