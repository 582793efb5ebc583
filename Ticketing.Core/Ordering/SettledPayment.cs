namespace Ticketing.Core.Ordering;

/// <summary>What the news about a payment led to.</summary>
public enum SettledPayment
{
    /// <summary>Nothing was paid: the order goes on waiting, or has ended.</summary>
    NotPaid,

    /// <summary>The order is paid and has its seats.</summary>
    Paid,

    /// <summary>The order had expired; its seats were still to be had, and are its own again.</summary>
    PaidLate,

    /// <summary>The money can get no seats and goes back.</summary>
    Returned,

    /// <summary>Amount or currency is not the order's: kept and flagged, never confirmed.</summary>
    Mismatched,

    /// <summary>No order of ours: kept and flagged.</summary>
    UnknownOrder,

    /// <summary>Known before; nothing changed.</summary>
    Repeated,
}
