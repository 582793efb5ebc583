using Ticketing.Core.Access;
using Ticketing.Core.Common;

namespace Ticketing.Core.Organizations;

/// <summary>Founds an organization; the caller becomes its owner, and an admin decides whether it may sell.</summary>
/// <param name="Name">As typed.</param>
/// <param name="Email">The reply-to address of mails to buyers, as typed.</param>
/// <param name="Country">ISO 3166-1 alpha-2; null or empty: not given.</param>
public sealed record FoundOrganization(string? Name, string? Email, string? Country, Caller Caller)
{
    // Where prices are shown without tax.
    private static readonly HashSet<string> AddingTax = new(StringComparer.Ordinal) { "US", "CA" };

    /// <summary>Validation errors, empty if valid.</summary>
    public IReadOnlyList<OrganizationFault> Faults()
    {
        List<OrganizationFault> faults = [.. OrganizationTerms.FaultsOf(Name, Email)];
        if (!string.IsNullOrEmpty(Country) && !(Country.Length == 2 && Country.All(char.IsAsciiLetterUpper)))
        {
            faults.Add(new OrganizationFault(nameof(Country), "This country does not exist."));
        }

        return faults;
    }

    /// <summary>The new organization; the command is valid.</summary>
    /// <param name="slug">From <see cref="OrganizationSlug"/>.</param>
    public Organization ToOrganization(string slug, DateTimeOffset now)
    {
        Invariant.Holds(EmailAddress.TryRead(Email, out var email));
        return new Organization
        {
            Id = OrganizationId.New(),
            Name = TypedText.Line(Name),
            Slug = slug,
            Email = email,
            Country = string.IsNullOrEmpty(Country) ? null : Country,
            PricesIncludeTax = Country is null || !AddingTax.Contains(Country),
            CreatedAt = now,
        };
    }
}

/// <summary>A refused founding; nothing was changed.</summary>
/// <param name="LimitMax">How many organizations the account may own; of <see cref="FoundingRefusal.LimitReached"/>.</param>
public sealed record RefusedFounding(FoundingRefusal Reason, IReadOnlyList<OrganizationFault> Faults, int LimitMax = 0)
{
    public RefusedFounding(FoundingRefusal reason) : this(reason, [])
    {
    }
}

public enum FoundingRefusal
{
    /// <summary>The caller has no account with a confirmed address.</summary>
    AddressNotConfirmed,

    /// <summary>A field is invalid; see <see cref="RefusedFounding.Faults"/>.</summary>
    Invalid,

    /// <summary>The account owns as many organizations as its subscriptions allow.</summary>
    LimitReached,

    /// <summary>The account has changed too much within a few minutes.</summary>
    TooOften,
}
