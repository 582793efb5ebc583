using Ticketing.Core.Access;
using Ticketing.Core.Common;

namespace Ticketing.Core.Organizations;

/// <summary>
/// How much of one order's money managers and the box office may give back, over all refunds of the order. Owners and admins have no limit;
/// API keys have that of managers.
/// </summary>
/// <param name="Manager">Minor units of <paramref name="Currency"/>; 0: no refunds; null: no limit.</param>
/// <param name="BoxOffice">The same for the box office.</param>
/// <param name="Currency">ISO 4217; null: there are no limits.</param>
public sealed record RefundLimits(long? Manager, long? BoxOffice, string? Currency)
{
    /// <summary>The highest limit; minor units.</summary>
    public const long AmountMax = 1_000_000_000_000;

    /// <summary>Of a new organization: no role has a limit.</summary>
    public static RefundLimits None { get; } = new(null, null, null);

    public static RefundLimits Of(Organization organization)
    {
        ArgumentNullException.ThrowIfNull(organization);
        return new RefundLimits(organization.RefundLimitManager, organization.RefundLimitBoxOffice, organization.RefundLimitCurrency);
    }

    /// <summary>Limits without a currency that none of them needs.</summary>
    public RefundLimits Normalize() => Manager is null && BoxOffice is null ? None : this;

    /// <summary>
    /// The caller's limit for orders in <paramref name="currency"/>; null: none. Amounts of two currencies can't be compared: with a limit,
    /// orders in another currency than the limit's are refunded by owners.
    /// </summary>
    public Money? For(Caller caller, OrganizationId organization, string currency)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (caller.IsOwnerOf(organization) || !caller.Memberships.TryGetValue(organization, out var role))
        {
            return null;
        }

        var limit = role == MemberRole.Manager ? Manager : BoxOffice;
        return limit is { } amount ? new Money(currency == Currency ? amount : 0, currency) : null;
    }

    /// <summary>What is wrong, by field of <see cref="OrganizationTerms"/>.</summary>
    internal IEnumerable<OrganizationFault> Faults()
    {
        const string amount = "Enter an amount of 0 or more, or nothing.";
        if (Manager is < 0 or > AmountMax)
        {
            yield return new OrganizationFault(nameof(Manager), amount);
        }

        if (BoxOffice is < 0 or > AmountMax)
        {
            yield return new OrganizationFault(nameof(BoxOffice), amount);
        }

        var normal = Normalize();
        if (normal.Currency is null ? normal != None : !(Currency!.Length == 3 && Currency.All(char.IsAsciiLetterUpper)))
        {
            yield return new OrganizationFault(nameof(Currency), "Choose a currency.");
        }
    }
}

/// <summary>How much of an order a member may still give back.</summary>
/// <param name="Limit">The member's limit per order.</param>
/// <param name="Given">What was given back of the order before, by anyone.</param>
public sealed record RefundAllowance(Money Limit, Money Given)
{
    /// <summary>0 or more.</summary>
    public Money Left => Limit with { Amount = Math.Max(0, Limit.Amount - Given.Amount) };

    /// <summary>Whether a further refund is within the limit. Nothing is always: seats of free orders.</summary>
    public bool Allows(long amount) => amount <= 0 || amount <= Left.Amount;
}
