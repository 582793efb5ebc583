using System.Net;
using System.Text.Json;
using Ticketing.Core.Payments;

namespace Ticketing.Infrastructure.Payments.Stripe;

/// <summary>What came back from Stripe: an object, or its error.</summary>
/// <param name="Status">0 when nothing came back at all.</param>
/// <param name="Body">The parsed object; undefined when there is none.</param>
internal sealed record StripeAnswer(HttpStatusCode Status, JsonElement Body)
{
    public bool Succeeded => (int)Status is >= 200 and < 300 && Body.ValueKind == JsonValueKind.Object;

    /// <summary>Sorts an error by who can do something about it (https://docs.stripe.com/api/errors).</summary>
    public PaymentFailure ToFailure()
    {
        if (Body.ValueKind != JsonValueKind.Object || !Body.TryGetProperty("error", out var error) || error.ValueKind != JsonValueKind.Object)
        {
            return new PaymentFailure(PaymentFailureKind.Unavailable, null, null, "The payment provider did not answer.");
        }

        var type = Text(error, "type");
        var code = Text(error, "code");
        var kind = (Status, type, code) switch
        {
            (_, "card_error", _) => PaymentFailureKind.Declined,
            (HttpStatusCode.NotFound, _, _) or (_, _, "resource_missing") => PaymentFailureKind.NotFound,
            (_, _, "payment_intent_unexpected_state" or "charge_already_refunded" or "charge_disputed") => PaymentFailureKind.WrongState,
            (HttpStatusCode.TooManyRequests or HttpStatusCode.Conflict or >= HttpStatusCode.InternalServerError, _, _) => PaymentFailureKind.Unavailable,
            _ => PaymentFailureKind.BadRequest,
        };
        return new PaymentFailure(kind, code ?? type, Text(error, "decline_code"), Text(error, "message") ?? "The payment provider refused.");
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
