using Ticketing.Core.Access;
using Ticketing.Core.Common;

namespace Ticketing.Core.Ordering.Campaigns;

/// <summary>Creates a campaign, with its first codes in the same transaction.</summary>
/// <param name="Codes">Null: none yet.</param>
public sealed record CreateCampaign(OrganizationId Organization, CampaignTerms Terms, CodeWish? Codes, Caller Caller);

/// <summary>Changes a campaign and all its codes. After the first use of a code the discount itself stays.</summary>
public sealed record EditCampaign(OrganizationId Organization, PromoCampaignId Campaign, CampaignTerms Terms, Caller Caller)
{
    /// <summary>The terms that the change is based on; refused if they have changed since. Null: no check.</summary>
    public CampaignTerms? Seen { get; init; }
}

/// <summary>Changes some terms of a campaign like <see cref="EditCampaign"/>; the others stay as they are at the time of the change.</summary>
/// <param name="Change">Makes the new terms of the stored ones; called while the campaign is locked.</param>
public sealed record AmendCampaign(
    OrganizationId Organization, PromoCampaignId Campaign, Func<CampaignTerms, CampaignTerms> Change, Caller Caller);

/// <summary>Deletes a campaign with its codes; only if no order was ever placed with one.</summary>
public sealed record DeleteCampaign(OrganizationId Organization, PromoCampaignId Campaign, Caller Caller);

/// <summary>Adds codes to a campaign.</summary>
public sealed record MakePromoCodes(OrganizationId Organization, PromoCampaignId Campaign, CodeWish Codes, Caller Caller);

/// <summary>Codes to make: one with a given text, or random ones.</summary>
/// <param name="Code">The text of the only code; null: random codes.</param>
/// <param name="Count">The number of random codes.</param>
/// <param name="Prefix">In front of each random code; null: none.</param>
public sealed record CodeWish(string? Code, int Count, string? Prefix)
{
    public const int PrefixLengthMax = 12;

    /// <summary>Validation errors, empty if valid.</summary>
    public IReadOnlyList<CampaignFault> Faults()
    {
        List<CampaignFault> faults = [];
        if (Code is not null && !PromoCode.CanBe(Code))
        {
            faults.Add(new CampaignFault(nameof(Code), "Enter a code of at most 40 characters."));
        }

        if (Code is null && Count is < 1 or > RandomCodes.AtOnceMax)
        {
            faults.Add(new CampaignFault(nameof(Count), "Between 1 and 10,000 codes can be made at once."));
        }

        if (Code is null && Prefix is { Length: > 0 } && !(PromoCode.CanBe(Prefix) && PromoCode.Normalize(Prefix).Length <= PrefixLengthMax))
        {
            faults.Add(new CampaignFault(nameof(Prefix), "A prefix has at most 12 characters."));
        }

        return faults;
    }
}

/// <summary>Why a campaign was not changed.</summary>
public enum CampaignRefusal
{
    /// <summary>There is no such organization, campaign or event, or the caller does not run its sales.</summary>
    NotFound,

    /// <summary><see cref="RefusedCampaign.Faults"/> says what is wrong.</summary>
    Invalid,

    /// <summary>Orders were placed with codes of the campaign: what they take off stays, and they cannot be deleted.</summary>
    Used,

    /// <summary>A concurrent change: the terms differ from <see cref="EditCampaign.Seen"/>.</summary>
    Changed,

    /// <summary>A code has been used more often than the new maximum.</summary>
    BelowUses,

    /// <summary>The organization has a code with this text already.</summary>
    CodeTaken,

    /// <summary>The organization has <see cref="PromoCampaign.PerOrganizationMax"/> campaigns, or the campaign its maximum of codes.</summary>
    LimitReached,

    /// <summary>Too many changes of the account within a short time.</summary>
    TooOften,
}

/// <summary>A refusal with its details.</summary>
public sealed record RefusedCampaign(CampaignRefusal Reason, IReadOnlyList<CampaignFault> Faults)
{
    public RefusedCampaign(CampaignRefusal reason) : this(reason, [])
    {
    }
}
