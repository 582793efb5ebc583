using Ticketing.Core.Common;
using Ticketing.Core.Seating;

namespace Ticketing.Core.Tickets;

/// <summary>The right to enter a performance, with a signed code.</summary>
public sealed class Ticket
{
    public required TicketId Id { get; init; }

    public required OrderId OrderId { get; init; }

    public required OrderItemId OrderItemId { get; init; }

    public required PerformanceId PerformanceId { get; init; }

    public required SeatIndex SeatIndex { get; init; }

    /// <summary>The seat's label in its plan.</summary>
    public required string Label { get; init; }

    public string? AttendeeName { get; set; }

    /// <summary>
    /// The signed text of the QR code. Null until the ticket is shown first: signing costs as much CPU as the rest of a sale, so it is
    /// deferred from the load peak.
    /// </summary>
    public string? Code { get; private set; }

    /// <summary>The key that signed <see cref="Code"/>.</summary>
    public Guid? KeyId { get; private set; }

    /// <summary>The code; throws when the ticket is not signed yet.</summary>
    public string SignedCode => Code ?? throw new InvariantException("a ticket is signed before it is shown");

    public required TicketStatus Status { get; set; }

    /// <summary>Whether it opens the door: a disputed ticket does until the bank decides.</summary>
    public bool Admits => Status != TicketStatus.Void;

    public required DateTimeOffset IssuedAt { get; init; }

    public DateTimeOffset? VoidedAt { get; set; }

    /// <summary>Stores a signed code.</summary>
    public void Sign(string code, Guid key) => (Code, KeyId) = (code, key);
}

public enum TicketStatus
{
    Valid,

    /// <summary>The charge is disputed; the ticket stays valid until the bank decides.</summary>
    Disputed,

    Void,
}

/// <summary>A key pair (ECDSA P-256) that signs a performance's tickets.</summary>
public sealed class TicketKey
{
    public required Guid Id { get; init; }

    public required PerformanceId PerformanceId { get; init; }

    /// <summary>SubjectPublicKeyInfo, DER.</summary>
    public required byte[] PublicKey { get; init; }

    /// <summary>PKCS#8, encrypted by the application's data protection.</summary>
    public required byte[] PrivateKey { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the key stopped signing; tickets that it signed stay valid.</summary>
    public DateTimeOffset? RetiredAt { get; set; }
}
