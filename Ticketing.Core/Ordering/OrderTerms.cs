using Ticketing.Core.Common;

namespace Ticketing.Core.Ordering;

/// <summary>What is fixed when an order is placed.</summary>
public sealed record OrderTerms
{
    public required OrderId Id { get; init; }

    public required string Number { get; init; }

    public required string Token { get; init; }

    public required PerformanceId PerformanceId { get; init; }

    public required OrganizationId OrganizationId { get; init; }

    public required HoldId HoldId { get; init; }

    public required string Currency { get; init; }

    public required bool PricesIncludeTax { get; init; }

    public required DateTimeOffset? CancellableUntil { get; init; }

    public required bool CancellationKeepsFees { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }
}

/// <summary>Who buys, as typed.</summary>
/// <param name="AttendeeNames">One for each item in seat order, or none.</param>
public sealed record BuyerDetails(
    UserId? UserId, string Email, string Name, string? Phone, string Locale, IReadOnlyList<string> AttendeeNames);
