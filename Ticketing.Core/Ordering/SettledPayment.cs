namespace Ticketing.Core.Ordering;

/// <summary>Result of processing a payment's status.</summary>
public enum SettledPayment
{
    /// <summary>Not paid: the order still awaits payment, or has ended.</summary>
    NotPaid,

    /// <summary>The order is paid and owns its seats.</summary>
    Paid,

    /// <summary>The order had expired; its seats were available and are sold to it again.</summary>
    PaidLate,

    /// <summary>The payment is refunded, because the order has no seats or was paid before.</summary>
    Returned,

    /// <summary>Amount or currency differs from the order's: stored and flagged, not confirmed.</summary>
    Mismatched,

    /// <summary>No matching order: stored and flagged.</summary>
    UnknownOrder,

    /// <summary>Already processed; nothing changed.</summary>
    Repeated,
}
