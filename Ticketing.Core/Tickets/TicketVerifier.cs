using System.Security.Cryptography;
using Ticketing.Core.Common;

namespace Ticketing.Core.Tickets;

/// <summary>A public key of one performance's tickets.</summary>
/// <param name="SubjectPublicKeyInfo">The public key, DER.</param>
public sealed record TicketPublicKey(Guid Id, PerformanceId Performance, ReadOnlyMemory<byte> SubjectPublicKeyInfo);

/// <summary>Why a code was rejected.</summary>
public enum TicketCodeRefusal
{
    /// <summary>Another format: truncated, another version, another kind of QR code.</summary>
    Malformed,

    /// <summary>The code names another performance.</summary>
    OtherPerformance,

    /// <summary>No key of the performance has this id.</summary>
    UnknownKey,

    /// <summary>Forged or altered.</summary>
    BadSignature,
}

/// <summary>
/// Verifies ticket codes of one performance offline, with its public keys. Several keys are accepted, so that tickets signed with a
/// retired key stay valid.
/// </summary>
/// <remarks>
/// Verifies authenticity only; the caller checks whether the ticket is void or used. Not thread-safe.
/// </remarks>
public sealed class TicketVerifier : IDisposable
{
    private readonly PerformanceId _performance;
    private readonly Dictionary<Guid, ECDsa> _publicKeys = [];

    /// <param name="keys">Keys of other performances are ignored.</param>
    /// <exception cref="CryptographicException">A key is not an EC public key.</exception>
    public TicketVerifier(PerformanceId performance, IEnumerable<TicketPublicKey> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        _performance = performance;
        foreach (var key in keys.Where(key => key.Performance == performance))
        {
            var publicKey = ECDsa.Create();
            _publicKeys.Add(key.Id, publicKey);
            publicKey.ImportSubjectPublicKeyInfo(key.SubjectPublicKeyInfo.Span, out _);
            Invariant.Holds(publicKey.KeySize == 256);
        }
    }

    public Outcome<TicketId, TicketCodeRefusal> Verify(string? text)
    {
        if (!TicketCode.TryParse(text, out var code))
        {
            return TicketCodeRefusal.Malformed;
        }

        if (code.Performance != _performance)
        {
            return TicketCodeRefusal.OtherPerformance;
        }

        if (!_publicKeys.TryGetValue(code.Key, out var publicKey))
        {
            return TicketCodeRefusal.UnknownKey;
        }

        return code.IsSignedBy(publicKey) ? code.Ticket : TicketCodeRefusal.BadSignature;
    }

    public void Dispose()
    {
        foreach (var key in _publicKeys.Values)
        {
            key.Dispose();
        }

        _publicKeys.Clear();
    }
}
