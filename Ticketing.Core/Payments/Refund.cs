using Ticketing.Core.Common;

namespace Ticketing.Core.Payments;

/// <summary>A refund. Inserted in the transaction that decides it; sent to the provider afterwards, with retries.</summary>
public sealed class Refund
{
    /// <summary>Also the provider's idempotency key, so that a refund sent twice is executed once.</summary>
    public required Guid Id { get; init; }

    public required OrderId OrderId { get; init; }

    public required Guid PaymentId { get; init; }

    public string? ProviderRefundId { get; set; }

    /// <summary>Minor units.</summary>
    public required long Amount { get; init; }

    public required string Currency { get; init; }

    public required RefundStatus Status { get; set; }

    /// <summary>The reason: <c>buyer-cancelled</c>, <c>staff</c>, <c>late-payment</c>, <c>paid-twice</c>, <c>provider</c>.</summary>
    public required string Reason { get; init; }

    public string? FailureReason { get; set; }

    public int Attempts { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }
}

public enum RefundStatus
{
    /// <summary>Decided, not sent to the provider yet.</summary>
    Requested,

    /// <summary>Accepted by the provider, pending.</summary>
    Pending,

    Succeeded,

    /// <summary>Failed at the provider; staff must act.</summary>
    Failed,
}
