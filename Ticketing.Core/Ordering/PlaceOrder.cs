using Ticketing.Core.Common;
using Ticketing.Core.Inventory;

namespace Ticketing.Core.Ordering;

/// <summary>
/// Makes an order of a hold. Placed again for the same hold it is the same order (rule: several tabs, double clicks and
/// the back button make one order), with what was typed last.
/// </summary>
/// <param name="PromoCode">As typed, or null.</param>
public sealed record PlaceOrder(HoldId Hold, HoldOwner Owner, BuyerDetails Buyer, string? PromoCode, Actor Actor)
{
    /// <summary>The request that asks for it, where its sender may repeat it.</summary>
    public RepeatableRequest? Request { get; init; }
}

public enum PlaceOrderRefusal
{
    /// <summary>No such hold, or somebody else's.</summary>
    HoldNotFound,

    HoldExpired,

    /// <summary>The performance was cancelled, postponed or has ended meanwhile.</summary>
    NotOnSale,

    /// <summary>What the buyer typed is not valid; <see cref="BuyerValidation"/> says where.</summary>
    BuyerInvalid,

    /// <summary>With these seats the buyer would have more than one buyer may.</summary>
    BuyerLimit,

    PromoUnknown,

    PromoNotValidNow,

    /// <summary>None of the seats is one that the code is for, or the order is too small for it.</summary>
    PromoNotApplicable,

    PromoUsedUp,

    /// <summary>The order of this hold is paid already with other amounts, or its payment is being processed right now.</summary>
    PaymentUnderWay,

    /// <summary>The payment provider does not answer. The order stands; placing it again goes on.</summary>
    PaymentUnavailable,

    /// <summary>Too many ask at once, or the database is away. Nothing was changed; try again in a moment.</summary>
    Busy,

    /// <summary>The request's key was used with another request before.</summary>
    RequestKeyReused,
}

/// <param name="Payment">How to pay, or null when nothing is to be paid (any more).</param>
public sealed record PlacedOrder(Order Order, OrderPayment? Payment);

/// <summary>What a browser needs to pay with the provider directly.</summary>
/// <param name="ApiBase">The provider's address; null: the site's own origin.</param>
public sealed record OrderPayment(string Provider, Uri? ApiBase, string PublishableKey, string PaymentIntent, string ClientSecret)
{
    /// <summary>The provider's word for why the last attempt failed, or null.</summary>
    public string? FailureCode { get; init; }

    /// <summary>True while the bank has it: nobody may pay a second time then.</summary>
    public bool IsProcessing { get; init; }
}
