using System.Globalization;
using System.Text.Json;
using Ticketing.Core.Payments;
using Ticketing.Core.Platform;

namespace Ticketing.Infrastructure.Payments.Stripe;

/// <summary>Reads Stripe's objects into ours. What is missing or unknown throws <see cref="StripeShapeException"/>.</summary>
internal static class StripeJson
{
    /// <summary>The metadata key under which an order's id travels through Stripe and back.</summary>
    public const string OrderKey = "order_id";

    public const string OrderNumberKey = "order_number";

    private const int EventIdLengthMax = 255;
    private const int EventTypeLengthMax = 100;

    // The end of the year 9999.
    private const long SecondsMax = 253_402_300_799;

    public static PaymentIntent Intent(JsonElement json)
    {
        var currency = Text(json, "currency");
        return new PaymentIntent(
            Text(json, "id"),
            Text(json, "status") switch
            {
                "requires_payment_method" => PaymentIntentStatus.AwaitingCard,
                "requires_confirmation" => PaymentIntentStatus.AwaitingConfirmation,
                "requires_action" => PaymentIntentStatus.AwaitingBuyer,
                // We never ask for manual capture: authorised money that is not ours yet is still on its way.
                "processing" or "requires_capture" => PaymentIntentStatus.Processing,
                "succeeded" => PaymentIntentStatus.Succeeded,
                "canceled" => PaymentIntentStatus.Canceled,
                var other => throw new StripeShapeException($"payment intent status {other}"),
            },
            StripeAmount.FromStripe(Number(json, "amount"), currency),
            StripeAmount.FromStripe(Number(json, "amount_received"), currency),
            TextOrNull(json, "client_secret"),
            Order(json),
            Card(json),
            LastError(json),
            Time(json));
    }

    public static PaymentRefund Refund(JsonElement json) => new(
        Text(json, "id"),
        IdOrNull(json, "payment_intent"),
        TextOrNull(json, "status") switch
        {
            "pending" or null => PaymentRefundStatus.Pending,
            "requires_action" => PaymentRefundStatus.AwaitingAction,
            "succeeded" => PaymentRefundStatus.Succeeded,
            "failed" => PaymentRefundStatus.Failed,
            "canceled" => PaymentRefundStatus.Canceled,
            var other => throw new StripeShapeException($"refund status {other}"),
        },
        StripeAmount.FromStripe(Number(json, "amount"), Text(json, "currency")),
        TextOrNull(json, "failure_reason"),
        Time(json));

    public static PaymentDispute Dispute(JsonElement json) => new(
        Text(json, "id"),
        IdOrNull(json, "payment_intent"),
        Text(json, "status") switch
        {
            "won" or "warning_closed" or "prevented" => PaymentDisputeStatus.Won,
            "lost" => PaymentDisputeStatus.Lost,
            // needs_response, under_review, the warning_ states and whatever comes next: not decided.
            _ => PaymentDisputeStatus.Open,
        },
        StripeAmount.FromStripe(Number(json, "amount"), Text(json, "currency")),
        Text(json, "reason"));

    public static PaymentEvent Event(JsonElement json, string payload)
    {
        RequireTexts(json);
        var (id, type) = (Text(json, "id"), Text(json, "type"));
        if (id.Length > EventIdLengthMax || type.Length > EventTypeLengthMax)
        {
            throw new StripeShapeException("event with an endless id or type");
        }

        if (!json.TryGetProperty("data", out var data) || !data.TryGetProperty("object", out var subject))
        {
            throw new StripeShapeException("event without data.object");
        }

        PaymentFact fact = (type, TextOrNull(subject, "object")) switch
        {
            (_, "payment_intent") => new PaymentFact.OfIntent(Intent(subject)),
            (_, "refund") => new PaymentFact.OfRefund(Refund(subject)),
            (_, "dispute") => new PaymentFact.OfDispute(Dispute(subject)),
            _ => new PaymentFact.Other(),
        };
        return new PaymentEvent(id, type, Time(json), fact, payload);
    }

    public static IEnumerable<JsonElement> List(JsonElement json) =>
        json.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Array
            ? data.EnumerateArray()
            : throw new StripeShapeException("list without data");

    public static bool HasMore(JsonElement json) => json.TryGetProperty("has_more", out var more) && more.ValueKind == JsonValueKind.True;

    private static OrderId? Order(JsonElement json) =>
        json.TryGetProperty("metadata", out var metadata) && metadata.ValueKind == JsonValueKind.Object
        && Guid.TryParse(TextOrNull(metadata, OrderKey), CultureInfo.InvariantCulture, out var id)
            ? OrderId.From(id)
            : null;

    // Only there when the charge was asked for along with the intent.
    private static PaymentCard? Card(JsonElement json) =>
        json.TryGetProperty("latest_charge", out var charge) && charge.ValueKind == JsonValueKind.Object
        && charge.TryGetProperty("payment_method_details", out var details) && details.ValueKind == JsonValueKind.Object
        && details.TryGetProperty("card", out var card) && card.ValueKind == JsonValueKind.Object
        && TextOrNull(card, "brand") is { } brand && TextOrNull(card, "last4") is { } last4
            ? new PaymentCard(brand, last4)
            : null;

    private static PaymentFailure? LastError(JsonElement json) =>
        json.TryGetProperty("last_payment_error", out var error) && error.ValueKind == JsonValueKind.Object
            ? new PaymentFailure(
                PaymentFailureKind.Declined, TextOrNull(error, "code"), TextOrNull(error, "decline_code"), TextOrNull(error, "message") ?? "The payment failed.")
            : null;

    private static DateTimeOffset Time(JsonElement json) => Number(json, "created") is >= 0 and <= SecondsMax and var seconds
        ? DateTimeOffset.FromUnixTimeSeconds(seconds)
        : throw new StripeShapeException("a time beyond all calendars");

    /// <summary>Every text is one that can be kept: no half characters (reading those throws), no null characters.</summary>
    private static void RequireTexts(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.String when json.GetString()!.Contains('\0', StringComparison.Ordinal):
                throw new StripeShapeException("null character");
            case JsonValueKind.Array:
                foreach (var item in json.EnumerateArray())
                {
                    RequireTexts(item);
                }

                break;
            case JsonValueKind.Object:
                foreach (var property in json.EnumerateObject())
                {
                    if (property.Name.Contains('\0', StringComparison.Ordinal))
                    {
                        throw new StripeShapeException("null character");
                    }

                    RequireTexts(property.Value);
                }

                break;
        }
    }

    private static string Text(JsonElement json, string name) => TextOrNull(json, name) ?? throw new StripeShapeException($"no {name}");

    private static string? TextOrNull(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    // A reference is an id, or the object itself where it was expanded.
    private static string? IdOrNull(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? TextOrNull(value, "id") : TextOrNull(json, name);

    private static long Number(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.TryGetInt64(out var number) ? number : throw new StripeShapeException($"no {name}");
}

/// <summary>Stripe answered with something that is not what its documentation says.</summary>
public sealed class StripeShapeException : Exception
{
    public StripeShapeException()
    {
    }

    public StripeShapeException(string message) : base($"Unexpected answer of Stripe: {message}")
    {
    }

    public StripeShapeException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
