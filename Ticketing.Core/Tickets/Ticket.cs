using Ticketing.Core.Common;
using Ticketing.Core.Seating;

namespace Ticketing.Core.Tickets;

/// <summary>The right to enter, with a signed code.</summary>
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
    /// What the QR code shows: the signed text. Null until somebody is about to show it: signing costs as much as the rest of a
    /// sale, and a rush has better things to do.
    /// </summary>
    public string? Code { get; private set; }

    /// <summary>Which of the performance's keys signed <see cref="Code"/>.</summary>
    public Guid? KeyId { get; private set; }

    /// <summary>The code, of a ticket that was read to be shown.</summary>
    public string SignedCode => Code ?? throw new InvariantException("a ticket is signed before it is shown");

    public required TicketStatus Status { get; set; }

    public required DateTimeOffset IssuedAt { get; init; }

    public DateTimeOffset? VoidedAt { get; set; }

    /// <summary>Takes over the code that a key has signed.</summary>
    public void Sign(string code, Guid key) => (Code, KeyId) = (code, key);
}

public enum TicketStatus
{
    Valid,

    /// <summary>The buyer disputes the charge with the bank; it still opens the door until the bank has decided.</summary>
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

    /// <summary>Signs no new tickets from then on; its old ones stay valid.</summary>
    public DateTimeOffset? RetiredAt { get; set; }
}
