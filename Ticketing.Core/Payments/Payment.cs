using Ticketing.Core.Common;

namespace Ticketing.Core.Payments;

/// <summary>A payment of an order at a provider.</summary>
public sealed class Payment
{
    /// <summary>Stripe, and the local provider with Stripe's protocol.</summary>
    public const string Stripe = "stripe";

    public required Guid Id { get; init; }

    public required OrderId OrderId { get; init; }

    /// <summary>The provider's name: <see cref="Stripe"/>.</summary>
    public required string Provider { get; init; }

    /// <summary>The provider's id (<c>pi_…</c>); unique.</summary>
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
