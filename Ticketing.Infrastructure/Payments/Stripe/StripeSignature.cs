using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Ticketing.Core.Payments;

namespace Ticketing.Infrastructure.Payments.Stripe;

/// <summary>
/// Stripe's webhook signature, scheme v1: HMAC-SHA256 over <c>"{timestamp}." + body</c>, hex, in the header
/// <c>t=1492774577,v1=…,v1=…</c> (https://docs.stripe.com/webhooks#verify-manually).
/// </summary>
public static class StripeSignature
{
    /// <summary>How far the signer's clock and ours may be apart, both ways; older ones may be replays.</summary>
    public const int ToleranceSeconds = 300;

    // A rotation needs two of each; more is somebody making us work.
    private const int SignaturesMax = 8;
    private const int HeaderCharsMax = 2048;

    /// <summary>Answers null when one of <paramref name="secrets"/> signed the payload within the tolerance.</summary>
    public static WebhookRefusal? Check(ReadOnlySpan<byte> payload, string? header, IReadOnlyList<string> secrets, DateTimeOffset now)
    {
        if (string.IsNullOrEmpty(header) || header.Length > HeaderCharsMax || !TryRead(header, out var timestamp, out var signatures))
        {
            return WebhookRefusal.SignatureMissing;
        }

        // Every pair is compared whatever the others gave, so that the time taken says nothing.
        var matches = false;
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        foreach (var secret in secrets)
        {
            Compute(payload, timestamp, secret, expected);
            foreach (var signature in signatures)
            {
                matches |= CryptographicOperations.FixedTimeEquals(expected, signature);
            }
        }

        if (!matches)
        {
            return WebhookRefusal.SignatureWrong;
        }

        var age = now.ToUnixTimeSeconds() - timestamp;
        return age is > ToleranceSeconds or < -ToleranceSeconds ? WebhookRefusal.SignatureStale : null;
    }

    /// <summary>The header's value for a payload: what the local provider sends.</summary>
    public static string Sign(ReadOnlySpan<byte> payload, string secret, DateTimeOffset now)
    {
        Span<byte> signature = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var timestamp = now.ToUnixTimeSeconds();
        Compute(payload, timestamp, secret, signature);
        return string.Create(CultureInfo.InvariantCulture, $"t={timestamp},v1={Convert.ToHexStringLower(signature)}");
    }

    private static void Compute(ReadOnlySpan<byte> payload, long timestamp, string secret, Span<byte> signature)
    {
        Span<byte> prefix = stackalloc byte[21];
        Utf8Formatter.TryFormat(timestamp, prefix, out var length);
        prefix[length++] = (byte)'.';
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hmac.AppendData(prefix[..length]);
        hmac.AppendData(payload);
        hmac.GetHashAndReset(signature);
    }

    private static bool TryRead(string header, out long timestamp, out List<byte[]> signatures)
    {
        timestamp = -1;
        signatures = [];
        foreach (var part in header.Split(',', StringSplitOptions.TrimEntries))
        {
            if (part.StartsWith("t=", StringComparison.Ordinal))
            {
                // Twice a time is no time: a proxy must not be able to choose one.
                if (timestamp >= 0 || !long.TryParse(part.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out timestamp))
                {
                    return false;
                }
            }
            else if (part.StartsWith("v1=", StringComparison.Ordinal) && signatures.Count < SignaturesMax)
            {
                // One unreadable signature does not spoil its neighbours; schemes other than v1 are not for us.
                var bytes = new byte[HMACSHA256.HashSizeInBytes];
                if (Convert.FromHexString(part.AsSpan(3), bytes, out _, out var written) == System.Buffers.OperationStatus.Done
                    && written == bytes.Length)
                {
                    signatures.Add(bytes);
                }
            }
        }

        return timestamp >= 0 && signatures.Count > 0;
    }
}
