using System.Globalization;
using System.Text.Json;
using Ticketing.Core.Common;
using Ticketing.Core.Payments;
using Sdk = global::Stripe;

namespace Ticketing.Infrastructure.Payments.Stripe;

/// <summary>
/// Verifies and parses webhooks with Stripe.net's <see cref="Sdk.EventUtility"/> (https://docs.stripe.com/webhooks#verify-manually).
/// Adds several secrets, reasons for refusal, and a check that the database can store the payload.
/// </summary>
public static class StripeWebhook
{
    /// <summary>Maximum difference between the signature's time and now, both ways, in seconds; limits replays.</summary>
    public const int ToleranceSeconds = 300;

    private const int EventIdLengthMax = 255;
    private const int EventTypeLengthMax = 100;

    // A rotation needs two signatures; the limit bounds the cost of a forged header.
    private const int HeaderCharsMax = 2048;
    private const int SignatureChars = 64;

    /// <summary>Returns null if one of <paramref name="secrets"/> signed the payload within the tolerance.</summary>
    public static WebhookRefusal? Check(string payload, string? header, IReadOnlyList<string> secrets, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        if (!IsWellFormed(header))
        {
            return WebhookRefusal.SignatureMissing;
        }

        // First without a time limit, to distinguish "wrong" from "stale".
        if (!secrets.Any(secret => IsSigned(payload, header!, secret, long.MaxValue, now)))
        {
            return WebhookRefusal.SignatureWrong;
        }

        return secrets.Any(secret => IsSigned(payload, header!, secret, ToleranceSeconds, now)) ? null : WebhookRefusal.SignatureStale;
    }

    /// <summary>Parses a signed payload. Accepts types and objects that Stripe.net does not know.</summary>
    public static Outcome<PaymentEvent, WebhookRefusal> Read(string payload)
    {
        ArgumentNullException.ThrowIfNull(payload);
        try
        {
            using (var document = JsonDocument.Parse(payload))
            {
                RequireEvent(document.RootElement);
            }

            return StripeObjects.Event(Sdk.EventUtility.ParseEvent(payload, throwOnApiVersionMismatch: false), payload);
        }
        catch (Exception error)
            when (error is JsonException or StripeShapeException or InvalidOperationException or FormatException or ArgumentException)
        {
            return WebhookRefusal.PayloadUnreadable;
        }
    }

    private static bool IsSigned(string payload, string header, string secret, long toleranceSeconds, DateTimeOffset now)
    {
        try
        {
            Sdk.EventUtility.ValidateSignature(payload, header, secret, toleranceSeconds, now.ToUnixTimeSeconds());
            return true;
        }
        catch (Sdk.StripeException)
        {
            return false;
        }
    }

    // Exactly one timestamp, at least one v1 signature, nothing that Stripe.net throws on. Duplicate timestamps are refused: a proxy
    // could have added one.
    private static bool IsWellFormed(string? header)
    {
        if (string.IsNullOrEmpty(header) || header.Length > HeaderCharsMax)
        {
            return false;
        }

        var (times, signatures) = (0, 0);
        foreach (var part in header.Split(',', StringSplitOptions.TrimEntries))
        {
            switch (part.Split('=', 2))
            {
                case ["t", var time] when int.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out _):
                    times++;
                    break;
                case ["v1", { Length: SignatureChars } signature] when signature.All(char.IsAsciiHexDigit):
                    signatures++;
                    break;
                case ["t", _] or [_]:
                    return false;
                default:
                    // Malformed signatures and schemes other than v1 are ignored.
                    break;
            }
        }

        return times == 1 && signatures > 0;
    }

    private static void RequireEvent(JsonElement json)
    {
        RequireTexts(json);
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Object
            || !data.TryGetProperty("object", out var subject) || subject.ValueKind != JsonValueKind.Object)
        {
            throw new StripeShapeException("event without data.object");
        }

        RequireText(json, "id", EventIdLengthMax);
        RequireText(json, "type", EventTypeLengthMax);
    }

    private static void RequireText(JsonElement json, string name, int lengthMax)
    {
        if (!json.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.String || value.GetString()!.Length > lengthMax)
        {
            throw new StripeShapeException($"event without {name}, or with one over {lengthMax} characters");
        }
    }

    /// <summary>Refuses strings that PostgreSQL cannot store: null characters, and lone surrogates (reading those throws).</summary>
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
}
