using Ticketing.Core.Common;

namespace Ticketing.Core.Organizations;

/// <summary>A seller: a theatre, a promoter, a club.</summary>
public sealed class Organization
{
    /// <summary>Maximum length of <see cref="StatusReason"/>, in characters.</summary>
    public const int ReasonLengthMax = 500;

    /// <summary>The <see cref="StatusReason"/> of one that was suspended because the account of its only member was erased.</summary>
    public const string NoOwnerReason = "It has no owner any more.";

    public required OrganizationId Id { get; init; }

    public required string Name { get; set; }

    /// <summary>The name in URLs: lower case, unique; never changes.</summary>
    public required string Slug { get; init; }

    /// <summary>The reply-to address of mails to buyers.</summary>
    public required string Email { get; set; }

    /// <summary>Where it is based: ISO 3166-1 alpha-2, upper case; null: not given.</summary>
    public string? Country { get; init; }

    /// <summary>True: displayed prices include tax (most of Europe). False: tax is added (US).</summary>
    public bool PricesIncludeTax { get; set; } = true;

    /// <summary>Hours before the start until which a buyer may cancel a paid order; null: never.</summary>
    public int? RefundHoursBefore { get; set; }

    /// <summary>Whether a buyer's cancellation keeps the fee.</summary>
    public bool RefundKeepsFee { get; set; }

    /// <summary>See <see cref="RefundLimits"/>; minor units, null: no limit.</summary>
    public long? RefundLimitManager { get; set; }

    /// <inheritdoc cref="RefundLimitManager"/>
    public long? RefundLimitBoxOffice { get; set; }

    /// <summary>ISO 4217; null: there are no limits.</summary>
    public string? RefundLimitCurrency { get; set; }

    /// <summary>Only an approved organization's events are public and on sale.</summary>
    public OrganizationStatus Status { get; set; } = OrganizationStatus.Pending;

    /// <summary>Why it was suspended, as its owners are told; null otherwise.</summary>
    public string? StatusReason { get; set; }

    /// <summary>Time of the last decision on the status; null: none.</summary>
    public DateTimeOffset? DecidedAt { get; set; }

    /// <summary>The admin of the last decision; null: none.</summary>
    public UserId? DecidedBy { get; set; }

    /// <summary>What it may have at most; see <see cref="PlanLimits"/>.</summary>
    public OrganizationPlan Plan { get; set; } = OrganizationPlan.Free;

    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>Whether an organization may sell.</summary>
public enum OrganizationStatus
{
    /// <summary>Founded, and not yet looked at by an admin: prepares events, shows and sells nothing.</summary>
    Pending,

    /// <summary>Shows and sells its events.</summary>
    Approved,

    /// <summary>Stopped by an admin, or because it has no owner: shows and sells nothing; tickets that were sold stay valid.</summary>
    Suspended,
}

/// <summary>The subscription of an organization.</summary>
public enum OrganizationPlan
{
    Free,
    Pro,
    Enterprise,
}
