using System.Diagnostics;
using System.Text.Json;

namespace Ticketing.Core.Common;

/// <summary>
/// A fact for other components, written in the transaction of the change and never updated. The columns match Debezium's outbox event
/// router (https://debezium.io/documentation/reference/transformations/outbox-event-router.html).
/// </summary>
public sealed class OutboxMessage
{
    // 00-<32 digits>-<16 digits>-<2 digits> (https://www.w3.org/TR/trace-context/).
    private const int TraceParentLength = 55;

    public required Guid Id { get; init; }

    /// <summary>The aggregate's type: <c>order</c>, <c>account</c> …</summary>
    public required string AggregateType { get; init; }

    /// <summary>The aggregate's id.</summary>
    public required string AggregateId { get; init; }

    /// <summary>The fact's type: <c>order.paid</c> …</summary>
    public required string Type { get; init; }

    /// <summary>JSON.</summary>
    public required string Payload { get; init; }

    /// <summary>The organization that the fact belongs to; null if it belongs to none.</summary>
    public OrganizationId? OrganizationId { get; init; }

    /// <summary>The trace of the request that caused it (W3C Trace Context); null if there was none.</summary>
    public string? TraceParent { get; init; } = CurrentTrace;

    public required DateTimeOffset CreatedAt { get; init; }

    private static string? CurrentTrace => Activity.Current?.Id is { Length: TraceParentLength } id ? id : null;

    /// <summary>A message of now.</summary>
    /// <param name="organization">The organization that the fact belongs to; null if it belongs to none.</param>
    /// <param name="payload">Of the fact, which is stored as JSON.</param>
    public static OutboxMessage Of(
        string type, string aggregateType, string aggregateId, OrganizationId? organization, object payload, DateTimeOffset now)
    {
        return new OutboxMessage
        {
            Id = Guid.CreateVersion7(now),
            AggregateType = aggregateType,
            AggregateId = aggregateId,
            Type = type,
            Payload = JsonSerializer.Serialize(payload, JsonSerializerOptions.Web),
            OrganizationId = organization,
            CreatedAt = now,
        };
    }
}
