using Ticketing.Core.Access;
using Ticketing.Core.Common;

namespace Ticketing.Core.Organizations;

/// <summary>What owners decide about their organization.</summary>
/// <param name="Email">The reply-to address of mails to buyers, as typed.</param>
/// <param name="RefundHoursBefore">Hours before the start until which a buyer may cancel; null: never.</param>
/// <param name="RefundKeepsFee">Whether a buyer's cancellation keeps the fee.</param>
public sealed record OrganizationTerms(string? Name, string? Email, bool PricesIncludeTax, int? RefundHoursBefore, bool RefundKeepsFee)
{
    public const int NameLengthMax = 100;

    /// <summary>What members below the owners may refund.</summary>
    public RefundLimits RefundLimits { get; init; } = RefundLimits.None;

    /// <summary>A year.</summary>
    public const int RefundHoursMax = 366 * 24;

    public static OrganizationTerms Of(Organization organization)
    {
        ArgumentNullException.ThrowIfNull(organization);
        return new OrganizationTerms(
            organization.Name, organization.Email, organization.PricesIncludeTax, organization.RefundHoursBefore, organization.RefundKeepsFee)
        {
            RefundLimits = RefundLimits.Of(organization),
        };
    }

    /// <summary>Validation errors, empty if valid.</summary>
    public IReadOnlyList<OrganizationFault> Faults()
    {
        List<OrganizationFault> faults = [.. FaultsOf(Name, Email)];
        if (RefundHoursBefore is < 0 or > RefundHoursMax)
        {
            faults.Add(new OrganizationFault(nameof(RefundHoursBefore), "Enter hours from 0 to 8784, or nothing."));
        }

        faults.AddRange(RefundLimits.Faults());
        return faults;
    }

    /// <summary>Writes the terms, which are valid, to the organization.</summary>
    public void ApplyTo(Organization organization)
    {
        ArgumentNullException.ThrowIfNull(organization);
        Invariant.Holds(EmailAddress.TryRead(Email, out var email));
        organization.Name = TypedText.Line(Name);
        organization.Email = email;
        organization.PricesIncludeTax = PricesIncludeTax;
        organization.RefundHoursBefore = RefundHoursBefore;
        organization.RefundKeepsFee = RefundKeepsFee;
        (organization.RefundLimitManager, organization.RefundLimitBoxOffice, organization.RefundLimitCurrency) = RefundLimits.Normalize();
    }

    /// <summary>What is wrong with a name and an address; also of a new organization.</summary>
    internal static IEnumerable<OrganizationFault> FaultsOf(string? name, string? email)
    {
        if (!TypedText.IsName(TypedText.Line(name), NameLengthMax))
        {
            yield return new OrganizationFault(nameof(Name), "Enter a name with a letter or a digit, of at most 100 characters.");
        }

        if (!EmailAddress.IsValid(email))
        {
            yield return new OrganizationFault(nameof(Email), "Enter an e-mail address like name@example.com.");
        }
    }
}

/// <summary>An invalid field.</summary>
/// <param name="Field">A property of the command or its terms.</param>
/// <param name="Sentence">English; also the resource key.</param>
public sealed record OrganizationFault(string Field, string Sentence);

/// <summary>Changes an organization's name, address and policies.</summary>
/// <param name="Seen">The terms that the change is based on; refused if they have changed since. Null: no check.</param>
public sealed record ChangeOrganization(OrganizationId Organization, OrganizationTerms Terms, OrganizationTerms? Seen, Caller Caller);

/// <summary>A refused change; nothing was changed.</summary>
public sealed record RefusedTerms(TermsRefusal Reason, IReadOnlyList<OrganizationFault> Faults)
{
    public RefusedTerms(TermsRefusal reason) : this(reason, [])
    {
    }
}

public enum TermsRefusal
{
    /// <summary>The caller has no such organization, or may not see its settings.</summary>
    NotFound,

    /// <summary>The caller may look, but is no owner.</summary>
    OwnersOnly,

    /// <summary>A field is invalid; see <see cref="RefusedTerms.Faults"/>.</summary>
    Invalid,

    /// <summary>A concurrent change: the terms differ from <see cref="ChangeOrganization.Seen"/>.</summary>
    Changed,

    /// <summary>The account has changed too much within a few minutes.</summary>
    TooOften,
}
