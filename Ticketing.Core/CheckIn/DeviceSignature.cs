using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Ticketing.Core.CheckIn;

/// <summary>
/// The signature of a device's request: ECDSA P-256 with SHA-256 in P1363 form over method, address, body and time. There is no token that
/// could be copied; the private key does not leave the device's browser.
/// </summary>
public static class DeviceSignature
{
    private const string Domain = "ticketing/checkin-request/v1";

    // secp256r1 (RFC 5480, section 2.1.1.1).
    private const string P256 = "1.2.840.10045.3.1.7";

    /// <summary>The signed text.</summary>
    /// <param name="target">Path and query, as sent.</param>
    /// <param name="body">Empty for a GET.</param>
    /// <param name="time">As in the header: milliseconds since the epoch.</param>
    public static string TextOf(string method, string target, ReadOnlySpan<byte> body, string time) =>
        string.Create(CultureInfo.InvariantCulture, $"{Domain}\n{method}\n{target}\n{Convert.ToHexStringLower(SHA256.HashData(body))}\n{time}");

    /// <summary>Whether <paramref name="publicKey"/> is a key that a device may have: P-256.</summary>
    /// <param name="publicKey">SubjectPublicKeyInfo, DER.</param>
    public static bool IsKey(ReadOnlySpan<byte> publicKey)
    {
        try
        {
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(publicKey, out var read);
            return read == publicKey.Length && key.ExportParameters(false).Curve.Oid is { Value: P256 } or { FriendlyName: "nistP256" or "ECDSA_P256" };
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    /// <summary>Whether the device with <paramref name="publicKey"/> signed <paramref name="text"/>.</summary>
    public static bool IsOf(ReadOnlySpan<byte> publicKey, string text, ReadOnlySpan<byte> signature)
    {
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(publicKey, out _);
        return key.VerifyData(
            Encoding.UTF8.GetBytes(text), signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }
}
