using Ticketing.Core.Common;
using Ticketing.Core.Seating;

namespace Ticketing.Core.Tickets;

/// <summary>
/// The right to enter a performance, with a signed code: the current ticket of an order's item, issued when the order is paid. Read from
/// the view <c>tickets</c>; its columns are the item's.
/// </summary>
public sealed class Ticket
{
    /// <summary>See <see cref="IdOf"/>.</summary>
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

    /// <summary>The id of an item's ticket has the item's value. The view states the same in SQL.</summary>
    public static TicketId IdOf(OrderItemId item) => new(item.Value);

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

/// <summary>An earlier ticket of an order's item. Its code admits no more: lists of revoked codes are read from these rows.</summary>
public sealed class ReplacedTicket
{
    public required TicketId Id { get; init; }

    public required OrderItemId OrderItemId { get; init; }

    /// <summary>The number among the item's tickets, from 1.</summary>
    public required short Issue { get; init; }

    /// <summary>Null: it was never shown.</summary>
    public required string? Code { get; init; }

    public required Guid? KeyId { get; init; }

    public required DateTimeOffset IssuedAt { get; init; }

    public required DateTimeOffset ReplacedAt { get; init; }
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
