using System.Security.Cryptography;
using Ticketing.Core.Common;

namespace Ticketing.Core.Tickets;

/// <summary>A key that may have signed tickets of one performance.</summary>
/// <param name="SubjectPublicKeyInfo">The public key, DER.</param>
public sealed record TicketPublicKey(Guid Id, PerformanceId Performance, ReadOnlyMemory<byte> SubjectPublicKeyInfo);

/// <summary>Why a code is not a ticket's.</summary>
public enum TicketCodeRefusal
{
    /// <summary>Not a code of this form: truncated, another version, another kind of QR code.</summary>
    Malformed,

    /// <summary>It says itself that it is for another performance.</summary>
    OtherPerformance,

    /// <summary>None of the performance's keys has this id.</summary>
    UnknownKey,

    /// <summary>Made up, or changed.</summary>
    BadSignature,
}

/// <summary>
/// Checks the codes of one performance's tickets with its public keys alone: no database, no network. Several keys are
/// accepted, so that tickets signed before a key was retired stay good.
/// </summary>
/// <remarks>
/// That a code is genuine does not say that its ticket still is valid: revoked and used tickets are the caller's to know.
/// Not for several callers at once.
/// </remarks>
public sealed class TicketVerifier : IDisposable
{
    private readonly PerformanceId _performance;
    private readonly Dictionary<Guid, ECDsa> _publicKeys = [];

    /// <param name="keys">Keys of other performances among them are left out: they say nothing about this one.</param>
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
