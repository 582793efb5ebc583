namespace Ticketing.Core.Common;

/// <summary>
/// An event for other components, written in the transaction of the change. The columns match Debezium's outbox event router
/// (https://debezium.io/documentation/reference/transformations/outbox-event-router.html).
/// </summary>
public sealed class OutboxMessage
{
    public required Guid Id { get; init; }

    /// <summary>The aggregate's type: <c>order</c>, <c>account</c> …</summary>
    public required string AggregateType { get; init; }

    /// <summary>The aggregate's id.</summary>
    public required string AggregateId { get; init; }

    /// <summary>The event's type: <c>order.paid</c> …</summary>
    public required string Type { get; init; }

    /// <summary>JSON.</summary>
    public required string Payload { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When all consumers had processed it; null: pending.</summary>
    public DateTimeOffset? DispatchedAt { get; set; }

    public int Attempts { get; set; }

    /// <summary>The earliest time of the next attempt; null: at once.</summary>
    public DateTimeOffset? RetryAt { get; set; }

    public string? LastError { get; set; }
}
