using Ticketing.Core.Common;

namespace Ticketing.Core.Payments;

/// <summary>An attempt to be paid for an order, as the provider knows it.</summary>
public sealed class Payment
{
    /// <summary>The one provider; the local one speaks its protocol.</summary>
    public const string Stripe = "stripe";

    public required Guid Id { get; init; }

    public required OrderId OrderId { get; init; }

    /// <summary>Which provider: <see cref="Stripe"/>.</summary>
    public required string Provider { get; init; }

    /// <summary>The provider's id of it (<c>pi_…</c>); unique.</summary>
    public required string ProviderPaymentId { get; init; }

    /// <summary>What the buyer's browser proves itself to the provider with.</summary>
    public required string ClientSecret { get; init; }

    /// <summary>Minor units.</summary>
    public required long Amount { get; init; }

    public required string Currency { get; init; }

    public required PaymentStatus Status { get; set; }

    /// <summary>The provider's word for the last failure: <c>card_declined</c>.</summary>
    public string? FailureCode { get; set; }

    /// <summary>Since when the bank has had it without an answer; null: it does not.</summary>
    public DateTimeOffset? ProcessingSince { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }
}

public enum PaymentStatus
{
    /// <summary>Not paid yet: no card, a declined card, or a challenge under way.</summary>
    Pending,

    /// <summary>Paid, and the order has its seats.</summary>
    Succeeded,

    /// <summary>Given up; it can no longer be paid.</summary>
    Cancelled,

    /// <summary>Money came that could not be used (late, or a second time) and goes back.</summary>
    Returned,

    /// <summary>The provider's amount or currency is not the order's: kept, never confirmed, for staff to look at.</summary>
    Mismatched,
}
