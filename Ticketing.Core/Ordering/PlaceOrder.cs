using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Core.Ordering.Extras;
using Ticketing.Core.Ordering.Reductions;
using Ticketing.Core.Questions;

namespace Ticketing.Core.Ordering;

/// <summary>
/// Creates the order of a hold. A repeat for the same hold (several tabs, double click, back button) updates the same order with the
/// data entered last.
/// </summary>
/// <param name="PromoCode">As entered, or null.</param>
public sealed record PlaceOrder(HoldId Hold, HoldOwner Owner, BuyerDetails Buyer, string? PromoCode, Actor Actor)
{
    /// <summary>The idempotent request; null without an idempotency key.</summary>
    public RepeatableRequest? Request { get; init; }

    /// <summary>The client's proofs of access codes as they were sent, separated by spaces; null: none. Read where a seat can need a code.</summary>
    public string? Access { get; init; }

    /// <summary>Extras beside the seats. A repeat without them removes those of an unpaid order.</summary>
    public IReadOnlyList<ChosenExtra> Extras { get; init; } = [];

    /// <summary>Answers to the event's questions; <see cref="AnswerRules"/> validates them.</summary>
    public IReadOnlyList<TypedAnswer> Answers { get; init; } = [];

    /// <summary>The reduced prices that the seats are to have; null: those that the hold has by <see cref="ChooseReductions"/>.</summary>
    public ChosenReductions? Reductions { get; init; }
}

public enum PlaceOrderRefusal
{
    /// <summary>The owner has no such hold.</summary>
    HoldNotFound,

    HoldExpired,

    /// <summary>The performance is cancelled, postponed or ended.</summary>
    NotOnSale,

    /// <summary>A companion seat without the wheelchair place beside it.</summary>
    CompanionWithoutWheelchair,

    /// <summary>Fewer seats of a price tier than an order needs.</summary>
    TierMinimum,

    /// <summary>More seats of a price tier than an order can have.</summary>
    TierMaximum,

    /// <summary>The buyer's details are invalid; <see cref="BuyerValidation"/> gives the errors.</summary>
    BuyerInvalid,

    /// <summary>An answer is missing or invalid; <see cref="AnswerRules"/> gives the errors.</summary>
    AnswersInvalid,

    /// <summary>An extra is not offered to this order; <see cref="ExtraChoices.Check"/> gives the errors.</summary>
    ExtrasInvalid,

    /// <summary>Another order took the last units of an extra a moment earlier.</summary>
    ExtraSoldOut,

    /// <summary>The seats exceed the limit per buyer.</summary>
    BuyerLimit,

    PromoUnknown,

    PromoNotValidNow,

    /// <summary>No seat is eligible for the code, or the order is below its minimum.</summary>
    PromoNotApplicable,

    PromoUsedUp,

    /// <summary>A seat's tier offers no reduction of that name to this hold.</summary>
    ReductionUnknown,

    /// <summary>A companion's reduction for another seat than a companion seat, or for more of them than wheelchair places.</summary>
    ReductionNotForSeat,

    /// <summary>More seats have a reduction than it allows in an order.</summary>
    ReductionLimit,

    /// <summary>A presale alone sells the seats, and no proof is of a code for it: none was sent, or it is unknown or revoked.</summary>
    AccessCodeNeeded,

    /// <summary>Every use of the access code is taken by another order.</summary>
    AccessCodeUsedUp,

    /// <summary>The access code is bound to another address than the buyer's.</summary>
    AccessCodeOfAnother,

    /// <summary>The access code's presale does not sell all seats of the hold that need a code.</summary>
    SeatsNotInPresale,

    /// <summary>The hold's order is already paid with other amounts, or its payment is being processed.</summary>
    PaymentUnderWay,

    /// <summary>The total is less than the payment provider charges. No order was created or changed.</summary>
    AmountTooSmall,

    /// <summary>The total is more than the payment provider charges at once. No order was created or changed.</summary>
    AmountTooLarge,

    /// <summary>The payment provider refuses this payment; a repeat is refused too. The order is kept.</summary>
    PaymentRefused,

    /// <summary>Outage of the payment provider. The order is kept; placing it again continues.</summary>
    PaymentUnavailable,

    /// <summary>Overload or a database outage. Nothing was changed; retry later.</summary>
    Busy,

    /// <summary>The idempotency key was used with another request before.</summary>
    RequestKeyReused,
}

/// <summary>A placed order.</summary>
/// <param name="Payment">How to pay; null when nothing is due.</param>
public sealed record PlacedOrder(Order Order, OrderPayment? Payment);

/// <summary>Parameters for a browser's payment with the provider.</summary>
/// <param name="ApiBase">The provider's base URL; null: the site's own origin.</param>
public sealed record OrderPayment(string Provider, Uri? ApiBase, string PublishableKey, string PaymentIntent, string ClientSecret)
{
    /// <summary>The provider's error code of the last failed attempt, or null.</summary>
    public string? FailureCode { get; init; }

    /// <summary>True while the bank processes the payment; no second attempt is allowed meanwhile.</summary>
    public bool IsProcessing { get; init; }
}
