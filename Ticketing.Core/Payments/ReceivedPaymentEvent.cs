namespace Ticketing.Core.Payments;

/// <summary>A message from the payment provider, kept as it came. Its id makes a repeated message harmless.</summary>
public sealed class ReceivedPaymentEvent
{
    /// <summary>The provider's id: <c>evt_…</c>.</summary>
    public required string Id { get; init; }

    public required string Type { get; init; }

    /// <summary>The JSON as received.</summary>
    public required string Payload { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public DateTimeOffset? ProcessedAt { get; set; }

    /// <summary>Why staff should look at it: <c>unknown-payment</c>, <c>amount-mismatch</c>; null: nothing odd.</summary>
    public string? Flag { get; set; }
}
