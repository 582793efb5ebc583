using Ticketing.Core.Common;

namespace Ticketing.Core.Payments;

/// <summary>A payment of an order at a provider.</summary>
public sealed class Payment
{
    /// <summary>Stripe, and the local provider with Stripe's protocol.</summary>
    public const string Stripe = "stripe";

    /// <summary>Taken in cash by a member.</summary>
    public const string Cash = "cash";

    /// <summary>Taken by a member at a card terminal that is not this site's.</summary>
    public const string Terminal = "terminal";

    /// <summary>Nothing was taken: a complimentary ticket. Its amount is 0.</summary>
    public const string Comp = "comp";

    /// <summary>The maximum length of <see cref="Note"/>.</summary>
    public const int NoteLengthMax = 200;

    public required Guid Id { get; init; }

    public required OrderId OrderId { get; init; }

    /// <summary>The provider's name: <see cref="Stripe"/>, or <see cref="Cash"/>, <see cref="Terminal"/> or <see cref="Comp"/>.</summary>
    public required string Provider { get; init; }

    /// <summary>The provider's id (<c>pi_…</c>); unique. Of a payment taken by a member, made from <see cref="Id"/>.</summary>
    public required string ProviderPaymentId { get; init; }

    /// <summary>Authorises the buyer's browser at the provider.</summary>
    public required string ClientSecret { get; init; }

    /// <summary>Minor units.</summary>
    public required long Amount { get; init; }

    public required string Currency { get; init; }

    public required PaymentStatus Status { get; set; }

    /// <summary>The provider's code of the last failure: <c>card_declined</c>.</summary>
    public string? FailureCode { get; set; }

    /// <summary>When the bank began processing it; null: it is not being processed.</summary>
    public DateTimeOffset? ProcessingSince { get; set; }

    /// <summary>Whether a refund or a dispute of it was recorded before it was settled; settling it applies them.</summary>
    public bool HasEarlyEvents { get; set; }

    /// <summary>The card's brand, lower case; null: not known.</summary>
    public string? CardBrand { get; set; }

    /// <summary>The last four digits of the card; null: not known.</summary>
    public string? CardLast4 { get; set; }

    /// <summary>When the provider was asked for the card; null: not yet.</summary>
    public DateTimeOffset? CardCheckedAt { get; set; }

    /// <summary>The member who took it; null: the provider did, or the account is erased.</summary>
    public UserId? TakenById { get; init; }

    /// <summary>The member's name when they took it; null: the provider did.</summary>
    public string? TakenBy { get; init; }

    /// <summary>The drawer that the cash went into; null: none was open, or it is no cash.</summary>
    public ShiftId? ShiftId { get; init; }

    /// <summary>The cash that the buyer gave, of which the rest is the change; minor units. Null: not recorded.</summary>
    public long? Given { get; init; }

    /// <summary>Of a terminal, its receipt's number; of a complimentary ticket, the reason. Null: none.</summary>
    public string? Note { get; init; }

    /// <summary>Whether a member took it: the site can't refund it, its money is handed back by hand.</summary>
    public bool IsByHand => Provider is Cash or Terminal or Comp;

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }
}

public enum PaymentStatus
{
    /// <summary>Not paid: no card, a declined card, or a pending 3-D Secure challenge.</summary>
    Pending,

    /// <summary>Paid; the order owns its seats.</summary>
    Succeeded,

    /// <summary>Cancelled; it can no longer be paid.</summary>
    Cancelled,

    /// <summary>Refunded, because it was late or a second payment.</summary>
    Returned,

    /// <summary>Amount or currency differs from the order's: stored, not confirmed, flagged for staff.</summary>
    Mismatched,
}
