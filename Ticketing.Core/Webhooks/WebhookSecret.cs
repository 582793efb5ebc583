using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Ticketing.Core.Webhooks;

/// <summary>
/// Secrets and signatures of Standard Webhooks
/// (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md).
/// </summary>
public static class WebhookSecret
{
    public const string IdHeader = "webhook-id";
    public const string TimestampHeader = "webhook-timestamp";
    public const string SignatureHeader = "webhook-signature";

    private const string Prefix = "whsec_";
    private const string Version = "v1,";

    // The specification asks for 24 to 64.
    private const int KeyBytes = 32;

    /// <summary>A new random key.</summary>
    public static byte[] NewKey() => RandomNumberGenerator.GetBytes(KeyBytes);

    /// <summary>The key as people copy it: <c>whsec_…</c>.</summary>
    public static string ToText(ReadOnlySpan<byte> key) => Prefix + Convert.ToBase64String(key);

    /// <summary>The header with a signature for each key: HMAC-SHA256 of id, timestamp and body.</summary>
    public static string Sign(IEnumerable<byte[]> keys, string id, long timestamp, ReadOnlySpan<byte> body)
    {
        ArgumentNullException.ThrowIfNull(keys);
        byte[] signed = [.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}.")), .. body];
        return string.Join(' ', keys.Select(key => Version + Convert.ToBase64String(HMACSHA256.HashData(key, signed))));
    }
}
