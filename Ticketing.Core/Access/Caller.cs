using Ticketing.Core.Common;
using Ticketing.Core.Organizations;

namespace Ticketing.Core.Access;

/// <summary>Who is asking, and for whom they may act. Rule 29 hangs on it: what a caller sees ends at their organizations.</summary>
/// <param name="User">The account; null for a guest.</param>
/// <param name="Email">The account's address as it was given; empty for a guest.</param>
/// <param name="EmailConfirmed">Whether the address is known to be theirs: only then are guest orders of that address theirs.</param>
/// <param name="Roles">Names from <see cref="Access.Roles"/>.</param>
/// <param name="Memberships">The organizations they belong to, and as what.</param>
public sealed record Caller(
    UserId? User,
    string Name,
    string Email,
    bool EmailConfirmed,
    IReadOnlySet<string> Roles,
    IReadOnlyDictionary<OrganizationId, MemberRole> Memberships)
{
    /// <summary>Somebody who is not signed in.</summary>
    public static Caller Guest { get; } =
        new(null, "", "", EmailConfirmed: false, new HashSet<string>(), new Dictionary<OrganizationId, MemberRole>());

    /// <summary>Sees and may do everything, in every organization.</summary>
    public bool IsAdmin => Roles.Contains(Access.Roles.Admin);

    /// <summary>May open the back office: staff for their own organizations, admins for all.</summary>
    public bool IsBackOffice => IsAdmin || Roles.Contains(Access.Roles.Staff);

    /// <summary>How the audit log names them.</summary>
    public Actor Actor => User is null ? Actor.Buyer : new Actor(User, Email);

    /// <summary>Whether data of <paramref name="organization"/> exists for them at all.</summary>
    public bool Sees(OrganizationId organization) => IsAdmin || Memberships.ContainsKey(organization);

    /// <summary>Whether they may cancel, refund and resend orders of <paramref name="organization"/>.</summary>
    public bool ServesBuyersOf(OrganizationId organization) => IsAdmin
        || (Memberships.TryGetValue(organization, out var role) && role is MemberRole.Owner or MemberRole.Manager or MemberRole.BoxOffice);

    /// <summary>Whether they may set how <paramref name="organization"/> sells: its waiting rooms, its prices.</summary>
    public bool Runs(OrganizationId organization) => IsAdmin
        || (Memberships.TryGetValue(organization, out var role) && role is MemberRole.Owner or MemberRole.Manager);
}
