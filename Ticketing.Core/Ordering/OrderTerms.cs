using Ticketing.Core.Common;

namespace Ticketing.Core.Ordering;

/// <summary>The values of an order that are fixed when it is placed.</summary>
public sealed record OrderTerms
{
    public required OrderId Id { get; init; }

    public required string Number { get; init; }

    public required PerformanceId PerformanceId { get; init; }

    public required OrganizationId OrganizationId { get; init; }

    public required HoldId HoldId { get; init; }

    public required string Currency { get; init; }

    public required bool PricesIncludeTax { get; init; }

    public required DateTimeOffset? CancellableUntil { get; init; }

    public required bool CancellationKeepsFees { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Where it is placed.</summary>
    public OrderChannel Channel { get; init; }
}

/// <summary>The buyer's details.</summary>
/// <param name="AttendeeNames">One per item in seat order, or empty.</param>
public sealed record BuyerDetails(
    UserId? UserId, string Email, string Name, string? Phone, string Locale, IReadOnlyList<string> AttendeeNames)
{
    /// <summary>Whether the address is confirmed as the signed-in account's.</summary>
    public bool IsProven { get; init; }

    /// <summary>The details in the form in which they are judged and kept; what is missing is empty.</summary>
    public static BuyerDetails Typed(
        UserId? user, string? email, string? name, string? phone, string locale, IEnumerable<string?> attendeeNames) => new(
        user,
        EmailAddress.TryRead(email, out var address) ? address : TypedText.Line(email),
        TypedText.Line(name),
        TypedText.Phone(phone) is { Length: > 0 } number ? number : null,
        locale,
        [.. attendeeNames.Select(TypedText.Line)]);
}
