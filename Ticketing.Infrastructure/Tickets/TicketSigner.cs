using System.Security.Cryptography;
using Ticketing.Core.Common;
using Ticketing.Core.Tickets;

namespace Ticketing.Infrastructure.Tickets;

/// <summary>Signs the ticket codes of one performance. Short-lived; not thread-safe.</summary>
public sealed class TicketSigner : IDisposable
{
    private readonly PerformanceId _performance;
    private readonly ECDsa _privateKey = ECDsa.Create();

    internal TicketSigner(PerformanceId performance, Guid keyId, byte[] pkcs8)
    {
        (_performance, KeyId) = (performance, keyId);
        _privateKey.ImportPkcs8PrivateKey(pkcs8, out _);
    }

    public Guid KeyId { get; }

    /// <summary>The signed code of a ticket. No I/O.</summary>
    public TicketCode Sign(TicketId ticket) => TicketCode.Sign(ticket, _performance, KeyId, _privateKey);

    public void Dispose() => _privateKey.Dispose();
}
