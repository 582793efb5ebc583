namespace Ticketing.Core.Payments;

/// <summary>A stored event of the payment provider. Its id identifies repeated deliveries.</summary>
public sealed class ReceivedPaymentEvent
{
    /// <summary>The provider's id: <c>evt_…</c>.</summary>
    public required string Id { get; init; }

    public required string Type { get; init; }

    /// <summary>The raw JSON.</summary>
    public required string Payload { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public DateTimeOffset? ProcessedAt { get; set; }

    /// <summary>Why staff should review it: <c>unknown-payment</c>, <c>amount-mismatch</c>; null: no review.</summary>
    public string? Flag { get; set; }
}
