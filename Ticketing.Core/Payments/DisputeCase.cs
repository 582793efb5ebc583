namespace Ticketing.Core.Payments;

/// <summary>A dispute (chargeback) of a payment, as far as the provider's events have told.</summary>
public sealed class DisputeCase
{
    /// <summary>The provider's id: <c>dp_…</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The disputed payment's id at the provider. The payment may be recorded later than its dispute.</summary>
    public required string ProviderPaymentId { get; init; }

    /// <summary>Minor units.</summary>
    public required long Amount { get; init; }

    public required string Currency { get; init; }

    /// <summary>The bank's reason code: <c>fraudulent</c> …</summary>
    public required string Reason { get; init; }

    public required PaymentDisputeStatus Status { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }

    /// <summary>
    /// Applies an event's status. Events arrive in any order: a decision outlasts an event of an open dispute, and a loss outlasts
    /// everything, because the seats are on sale again.
    /// </summary>
    public void Apply(PaymentDisputeStatus status, DateTimeOffset now)
    {
        if (status > Status)
        {
            (Status, UpdatedAt) = (status, now);
        }
    }
}
