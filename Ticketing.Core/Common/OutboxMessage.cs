namespace Ticketing.Core.Common;

/// <summary>
/// A fact that others are told about, written in the transaction that made it true. The columns have the shape of
/// Debezium's outbox event router (https://debezium.io/documentation/reference/transformations/outbox-event-router.html).
/// </summary>
public sealed class OutboxMessage
{
    public required Guid Id { get; init; }

    /// <summary>What the fact is about: <c>order</c>, <c>account</c> …</summary>
    public required string AggregateType { get; init; }

    /// <summary>The id of what it is about.</summary>
    public required string AggregateId { get; init; }

    /// <summary>What happened: <c>order.paid</c> …</summary>
    public required string Type { get; init; }

    /// <summary>JSON.</summary>
    public required string Payload { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When every consumer had it; null: still to be told.</summary>
    public DateTimeOffset? DispatchedAt { get; set; }

    public int Attempts { get; set; }

    /// <summary>Not to be tried again before; null: at once.</summary>
    public DateTimeOffset? RetryAt { get; set; }

    public string? LastError { get; set; }
}
