using Ticketing.Core.Common;

namespace Ticketing.Core.Organizations;

/// <summary>Who sells: a theatre, a promoter, a club.</summary>
public sealed class Organization
{
    public required OrganizationId Id { get; init; }

    public required string Name { get; set; }

    /// <summary>The name in addresses: lower case, unique.</summary>
    public required string Slug { get; set; }

    /// <summary>Where buyers' answers go.</summary>
    public required string Email { get; set; }

    /// <summary>True where a displayed price contains its tax (most of Europe), false where tax is added (the US).</summary>
    public bool PricesIncludeTax { get; set; } = true;

    /// <summary>Hours before the start until which a buyer may cancel a paid order; null: never.</summary>
    public int? RefundHoursBefore { get; set; }

    /// <summary>Whether a buyer's cancellation keeps the fee.</summary>
    public bool RefundKeepsFee { get; set; }
}

/// <summary>A person's place in an organization.</summary>
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
