using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Ticketing.Core.Common;

namespace Ticketing.Core.Tickets;

/// <summary>
/// The content of a ticket's QR code: ticket id, performance id, key id and signature. Verified offline with the performance's public
/// keys.
/// </summary>
/// <remarks>
/// The text is <c>TK1.</c> and 113 bytes in Base32, always 185 characters (a QR code of version 8 at level M):
/// <code>
/// offset  0   1 byte    version, 1
///         1  16 bytes   ticket id, big endian
///        17  16 bytes   performance id, big endian
///        33  16 bytes   key id, big endian
///        49  64 bytes   ECDSA P-256 with SHA-256 (FIPS 186-5), r and s in IEEE P1363 format
/// </code>
/// The signature covers <see cref="Domain"/> and the first 49 bytes. The domain separates it from signatures for other purposes and
/// versions.
/// </remarks>
public sealed class TicketCode
{
    /// <summary>The length of the text.</summary>
    public const int TextLength = 185;

    private const string Prefix = "TK1.";
    private const byte Version = 1;
    private const int ClaimsLength = 49;
    private const int SignatureLength = 64;

    private readonly byte[] _bytes;

    private TicketCode(byte[] bytes) => _bytes = bytes;

    public TicketId Ticket => new(GuidAt(1));

    public PerformanceId Performance => new(GuidAt(17));

    /// <summary>The id of the signing key, unverified.</summary>
    public Guid Key => GuidAt(33);

    // Domain separation.
    private static ReadOnlySpan<byte> Domain => "ticketing/ticket-code/v1\0"u8;

    /// <summary>Signs a ticket's code.</summary>
    /// <param name="privateKey">P-256. <see cref="ECDsa"/> is not thread-safe: callers must not share it concurrently.</param>
    public static TicketCode Sign(TicketId ticket, PerformanceId performance, Guid key, ECDsa privateKey)
    {
        ArgumentNullException.ThrowIfNull(privateKey);
        Invariant.Holds(privateKey.KeySize == 256);
        var bytes = new byte[ClaimsLength + SignatureLength];
        bytes[0] = Version;
        Invariant.Holds(ticket.Value.TryWriteBytes(bytes.AsSpan(1), bigEndian: true, out _));
        Invariant.Holds(performance.Value.TryWriteBytes(bytes.AsSpan(17), bigEndian: true, out _));
        Invariant.Holds(key.TryWriteBytes(bytes.AsSpan(33), bigEndian: true, out _));
        var signature = privateKey.SignData(Signed(bytes), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        Invariant.Holds(signature.Length == SignatureLength);
        signature.CopyTo(bytes, ClaimsLength);
        return new TicketCode(bytes);
    }

    /// <summary>
    /// Parses a code's text; false for any other format. The content is untrusted until <see cref="IsSignedBy"/> returns true.
    /// </summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out TicketCode? code)
    {
        code = null;
        if (text is not { Length: TextLength } || !text.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return false;
        }

        var bytes = new byte[ClaimsLength + SignatureLength];
        if (!Base32.TryDecode(text.AsSpan(Prefix.Length), bytes) || bytes[0] != Version)
        {
            return false;
        }

        code = new TicketCode(bytes);
        return true;
    }

    /// <summary>Verifies the signature with <paramref name="publicKey"/>.</summary>
    public bool IsSignedBy(ECDsa publicKey)
    {
        ArgumentNullException.ThrowIfNull(publicKey);
        return publicKey.VerifyData(
            Signed(_bytes),
            _bytes.AsSpan(ClaimsLength),
            HashAlgorithmName.SHA256,
            DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    public override string ToString() => Prefix + Base32.Encode(_bytes);

    private static byte[] Signed(ReadOnlySpan<byte> bytes) => [.. Domain, .. bytes[..ClaimsLength]];

    private Guid GuidAt(int offset) => new(_bytes.AsSpan(offset, 16), bigEndian: true);
}
