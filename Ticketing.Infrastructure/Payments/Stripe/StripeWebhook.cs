using System.Globalization;
using System.Text.Json;
using Ticketing.Core.Common;
using Ticketing.Core.Payments;
using Sdk = global::Stripe;

namespace Ticketing.Infrastructure.Payments.Stripe;

/// <summary>
/// A webhook's signature and event, by Stripe.net's <see cref="Sdk.EventUtility"/> (https://docs.stripe.com/webhooks#verify-manually).
/// Here is what it leaves to its caller: several secrets, why it refused, and what cannot be kept.
/// </summary>
public static class StripeWebhook
{
    /// <summary>How far the signer's clock and ours may be apart, both ways; older ones may be replays.</summary>
    public const int ToleranceSeconds = 300;

    private const int EventIdLengthMax = 255;
    private const int EventTypeLengthMax = 100;

    // A rotation needs two signatures; more is somebody making us work.
    private const int HeaderCharsMax = 2048;
    private const int SignatureChars = 64;

    /// <summary>Answers null when one of <paramref name="secrets"/> signed the payload within the tolerance.</summary>
    public static WebhookRefusal? Check(string payload, string? header, IReadOnlyList<string> secrets, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        if (!IsReadable(header))
        {
            return WebhookRefusal.SignatureMissing;
        }

        // A secret that did not sign is tried without regard to time, so that "wrong" and "stale" can be told apart.
        if (!secrets.Any(secret => IsSigned(payload, header!, secret, long.MaxValue, now)))
        {
            return WebhookRefusal.SignatureWrong;
        }

        return secrets.Any(secret => IsSigned(payload, header!, secret, ToleranceSeconds, now)) ? null : WebhookRefusal.SignatureStale;
    }

    /// <summary>Reads a signed payload. Types and objects that Stripe.net does not know become an event all the same.</summary>
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
        catch (Exception error) when (error is JsonException or StripeShapeException or InvalidOperationException or FormatException or ArgumentException)
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

    // One time, at least one signature of scheme v1, and nothing that Stripe.net stumbles over. Twice a time is no time: a
    // proxy must not be able to choose one.
    private static bool IsReadable(string? header)
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
                    // One unreadable signature does not spoil its neighbours; schemes other than v1 are not for us.
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
            throw new StripeShapeException($"event without {name}, or with an endless one");
        }
    }

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
}
