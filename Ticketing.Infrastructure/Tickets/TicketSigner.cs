using System.Security.Cryptography;
using Ticketing.Core.Common;
using Ticketing.Core.Tickets;

namespace Ticketing.Infrastructure.Tickets;

/// <summary>Signs the codes of one performance's tickets. For one caller at a time, and no longer than its order takes.</summary>
public sealed class TicketSigner : IDisposable
{
    private readonly PerformanceId performance;
    private readonly ECDsa privateKey = ECDsa.Create();

    internal TicketSigner(PerformanceId performance, Guid keyId, byte[] pkcs8)
    {
        (this.performance, KeyId) = (performance, keyId);
        privateKey.ImportPkcs8PrivateKey(pkcs8, out _);
    }

    public Guid KeyId { get; }

    /// <summary>The signed code of a ticket; pure computation.</summary>
    public TicketCode Sign(TicketId ticket) => TicketCode.Sign(ticket, performance, KeyId, privateKey);

    public void Dispose() => privateKey.Dispose();
}
