using Ticketing.Core.Common;

namespace Ticketing.Core.Organizations;

/// <summary>A seller: a theatre, a promoter, a club.</summary>
public sealed class Organization
{
    public required OrganizationId Id { get; init; }

    public required string Name { get; set; }

    /// <summary>The name in URLs: lower case, unique.</summary>
    public required string Slug { get; set; }

    /// <summary>The reply-to address of mails to buyers.</summary>
    public required string Email { get; set; }

    /// <summary>True: displayed prices include tax (most of Europe). False: tax is added (US).</summary>
    public bool PricesIncludeTax { get; set; } = true;

    /// <summary>Hours before the start until which a buyer may cancel a paid order; null: never.</summary>
    public int? RefundHoursBefore { get; set; }

    /// <summary>Whether a buyer's cancellation keeps the fee.</summary>
    public bool RefundKeepsFee { get; set; }
}

/// <summary>An account's membership in an organization.</summary>
public sealed class Member
{
    public required OrganizationId OrganizationId { get; init; }

    public required UserId UserId { get; init; }

    public required MemberRole Role { get; set; }
}

public enum MemberRole
{
    Owner,
    Manager,
    BoxOffice,
    CheckIn,
    Analyst,
}
