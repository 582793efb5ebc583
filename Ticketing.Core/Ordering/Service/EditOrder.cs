using Ticketing.Core.Access;
using Ticketing.Core.Common;

namespace Ticketing.Core.Ordering.Service;

/// <summary>
/// Corrects the buyer's details of a paid order; the box office's. Another address ends the links that were mailed to the former one, and
/// the tickets are mailed to the new one.
/// </summary>
/// <param name="Name">As typed; null: unchanged.</param>
/// <param name="Email">As typed; null: unchanged.</param>
/// <param name="Phone">As typed; empty: none; null: unchanged.</param>
public sealed record EditBuyer(OrderId Order, string? Name, string? Email, string? Phone, Caller Caller);

/// <summary>Changes the name on a ticket; the box office's. No mail is sent.</summary>
/// <param name="Name">As typed; empty: none.</param>
public sealed record EditAttendee(OrderId Order, OrderItemId Item, string? Name, Caller Caller)
{
    /// <summary>Why a name is not valid; a key of the resource files.</summary>
    public const string NameFault = "Enter a name with a letter or a digit, at most 200 characters, or leave it empty.";
}

/// <summary>Marks an order, so that other members find it, or ends the mark; the box office's.</summary>
public sealed record MarkForAttention(OrderId Order, bool IsMarked, Caller Caller);

/// <summary>Why an order was not edited.</summary>
/// <param name="Faults">For <see cref="EditOrderRefusal.Invalid"/>: sentences by the API's field, keys of the resource files.</param>
public sealed record RefusedEdit(EditOrderRefusal Reason, IReadOnlyDictionary<string, string> Faults)
{
    public RefusedEdit(EditOrderRefusal reason) : this(reason, new Dictionary<string, string>())
    {
    }
}

public enum EditOrderRefusal
{
    NotFound,

    /// <summary>The order has no tickets: it is unpaid or has ended, or the item has lost its seat.</summary>
    NoTickets,

    /// <summary>A field has a value that can't be stored.</summary>
    Invalid,

    /// <summary>The account has changed too much within a short time.</summary>
    TooOften,
}
