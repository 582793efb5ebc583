using Ticketing.Core.Common;

namespace Ticketing.Core.Payments;

/// <summary>Money on its way back, or back. Requested in the transaction that decided it; sent to the provider after it, until it is there.</summary>
public sealed class Refund
{
    /// <summary>Also the provider's idempotency key, so that a refund sent twice is paid once.</summary>
    public required Guid Id { get; init; }

    public required OrderId OrderId { get; init; }

    public required Guid PaymentId { get; init; }

    public string? ProviderRefundId { get; set; }

    /// <summary>Minor units.</summary>
    public required long Amount { get; init; }

    public required string Currency { get; init; }

    public required RefundStatus Status { get; set; }

    /// <summary>Why, in a word: <c>buyer-cancelled</c>, <c>staff</c>, <c>late-payment</c>, <c>paid-twice</c>, <c>provider</c>.</summary>
    public required string Reason { get; init; }

    public string? FailureReason { get; set; }

    public int Attempts { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }
}

public enum RefundStatus
{
    /// <summary>Decided; the provider has not heard of it yet.</summary>
    Requested,

    /// <summary>With the provider.</summary>
    Pending,

    Succeeded,

    /// <summary>The provider gave up on it; staff must see to it.</summary>
    Failed,
}
