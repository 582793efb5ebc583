namespace Ticketing.Core.Ordering;

/// <summary>Payload of an order's facts. No personal data, since outbox rows are not erased with an account.</summary>
public sealed record OrderFact(
    Guid OrderId, string Number, Guid PerformanceId, Guid OrganizationId, long Total, long Refunded, string Currency);
