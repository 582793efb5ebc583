using Ticketing.Core.Common;

namespace Ticketing.Core.Access;

/// <summary>The identity and the organizations of a request's sender. Queries return rows of these organizations only.</summary>
/// <param name="User">The account; null for a guest.</param>
/// <param name="Email">The account's address as it was given; empty for a guest.</param>
/// <param name="EmailConfirmed">Whether the address is verified; the account may claim guest orders of a verified address only.</param>
/// <param name="Roles">Names from <see cref="Access.Roles"/>.</param>
/// <param name="Memberships">The caller's role in each organization.</param>
public sealed record Caller(
    UserId? User,
    string Name,
    string Email,
    bool EmailConfirmed,
    IReadOnlySet<string> Roles,
    IReadOnlyDictionary<OrganizationId, MemberRole> Memberships)
{
    private static readonly Dictionary<OrganizationId, IReadOnlySet<EventId>> Unlimited = [];

    /// <summary>A caller without an account.</summary>
    public static Caller Guest { get; } =
        new(null, "", "", EmailConfirmed: false, new HashSet<string>(), new Dictionary<OrganizationId, MemberRole>());

    /// <summary>When the session's holder last proved to be present, by password, passkey or code; null for guests and API tokens.</summary>
    public DateTimeOffset? ProvedAt { get; init; }

    /// <summary>The organization's key that acts instead of an account; its only membership is its organization's. Null: no key.</summary>
    public ApiKeyRights? Key { get; init; }

    /// <summary>
    /// The only events that the caller sees and works on, by organization; an organization that is missing here: all its events. Questions
    /// about a whole organization are answered with no for who is limited there, so that what does not know of events stays closed.
    /// </summary>
    public IReadOnlyDictionary<OrganizationId, IReadOnlySet<EventId>> Events { get; init; } = Unlimited;

    /// <summary>
    /// Whether a proof is recent enough. API tokens have none and need none: they are issued for a password and are no computer that
    /// somebody left unlocked.
    /// </summary>
    public bool IsProvedWithin(TimeSpan age, DateTimeOffset now) => ProvedAt is not { } at || now - at < age;

    /// <summary>Has every permission in every organization.</summary>
    public bool IsAdmin => Roles.Contains(Access.Roles.Admin);

    /// <summary>May look for orders: staff and members who serve buyers for their own organizations, admins for all.</summary>
    public bool IsBackOffice => IsAdmin || Roles.Contains(Access.Roles.Staff) || Memberships.Keys.Any(ServesSomeBuyersOf);

    /// <summary>Runs the sales of an organization or of some events, or of all.</summary>
    public bool RunsAny => IsAdmin || Memberships.Keys.Any(RunsSomeOf);

    /// <summary>Runs all sales of an organization, or of all: sees what belongs to no event, like webhooks.</summary>
    public bool RunsAnyWhole => IsAdmin || Memberships.Keys.Any(Runs);

    /// <summary>Has a page in the back office: staff, members of an organization, admins.</summary>
    public bool WorksHere => IsAdmin || Roles.Contains(Access.Roles.Staff) || Memberships.Count > 0;

    /// <summary>The caller as the audit log records it.</summary>
    public Actor Actor => Key is not null ? new Actor(null, "key: " + Name) : User is null ? Actor.Buyer : new Actor(User, Email);

    /// <summary>Whether <paramref name="email"/> is their account's confirmed address.</summary>
    public bool Owns(string? email) =>
        User is not null && EmailConfirmed && email is not null && EmailAddress.Normalize(email) == EmailAddress.Normalize(Email);

    /// <summary>Whether they may read data of <paramref name="organization"/>.</summary>
    public bool Sees(OrganizationId organization) => IsAdmin || Memberships.ContainsKey(organization);

    /// <summary>Whether they are limited to <see cref="Events"/> of <paramref name="organization"/>.</summary>
    public bool IsLimitedIn(OrganizationId organization) => !IsAdmin && Events.ContainsKey(organization);

    /// <summary>Whether they may cancel, refund and resend all orders of <paramref name="organization"/>.</summary>
    public bool ServesBuyersOf(OrganizationId organization) => ServesSomeBuyersOf(organization) && !IsLimitedIn(organization);

    /// <summary>The same for the orders of one event of <paramref name="organization"/>.</summary>
    /// <param name="of">An event of the organization.</param>
    public bool ServesBuyersOf(OrganizationId organization, EventId of) => ServesSomeBuyersOf(organization) && Reaches(organization, of);

    /// <summary>The same for the orders of all or some events: lists are limited to those.</summary>
    public bool ServesSomeBuyersOf(OrganizationId organization) => IsAdmin
        || (Opens(ApiArea.Orders) && RoleIn(organization) is MemberRole.Owner or MemberRole.Manager or MemberRole.BoxOffice);

    /// <summary>Whether they may configure all of <paramref name="organization"/>: events, prices, codes, waiting rooms, venues.</summary>
    public bool Runs(OrganizationId organization) => RunsSomeOf(organization) && !IsLimitedIn(organization);

    /// <summary>Whether they may configure one event of <paramref name="organization"/> and its sales.</summary>
    /// <param name="of">An event of the organization.</param>
    public bool Runs(OrganizationId organization, EventId of) => RunsSomeOf(organization) && Reaches(organization, of);

    /// <summary>The same for all or some events: lists are limited to those.</summary>
    public bool RunsSomeOf(OrganizationId organization) => IsAdmin
        || (Opens(ApiArea.Events) && RoleIn(organization) is MemberRole.Owner or MemberRole.Manager);

    /// <summary>
    /// Whether they may see all sales figures of <paramref name="organization"/>. The box office sees its own shift only, and check-in its
    /// own gates: neither the figures of a whole performance.
    /// </summary>
    public bool SeesFiguresOf(OrganizationId organization) => SeesSomeFiguresOf(organization) && !IsLimitedIn(organization);

    /// <summary>The same for one event of <paramref name="organization"/>.</summary>
    /// <param name="of">An event of the organization.</param>
    public bool SeesFiguresOf(OrganizationId organization, EventId of) => SeesSomeFiguresOf(organization) && Reaches(organization, of);

    /// <summary>The same for all or some events: lists are limited to those.</summary>
    public bool SeesSomeFiguresOf(OrganizationId organization) => IsAdmin
        || (Opens(ApiArea.Reports) && RoleIn(organization) is MemberRole.Owner or MemberRole.Manager or MemberRole.Analyst);

    /// <summary>
    /// Whether they may see the door of one event of <paramref name="organization"/>: who runs its sales, and who checks tickets in.
    /// </summary>
    /// <param name="of">An event of the organization.</param>
    public bool ChecksIn(OrganizationId organization, EventId of) => ChecksInSomeOf(organization) && Reaches(organization, of);

    /// <summary>The same for all or some events: lists are limited to those.</summary>
    public bool ChecksInSomeOf(OrganizationId organization) => RunsSomeOf(organization) || RoleIn(organization) is MemberRole.CheckIn;

    /// <summary>
    /// Whether they may do what only owners of <paramref name="organization"/> do: decide on its policies, and where its data is sent.
    /// </summary>
    public bool IsOwnerOf(OrganizationId organization) => IsAdmin || RoleIn(organization) is MemberRole.Owner;

    /// <summary>
    /// Whether they may invite, change and remove members with <paramref name="role"/> in <paramref name="organization"/>: owners all,
    /// managers those below them, keys none.
    /// </summary>
    public bool Manages(OrganizationId organization, MemberRole role) =>
        IsOwnerOf(organization) || (Key is null && Runs(organization) && role is not (MemberRole.Owner or MemberRole.Manager));

    // Whether an event of the organization is not hidden from a member by the limit of their membership.
    private bool Reaches(OrganizationId organization, EventId of) =>
        IsAdmin || !Events.TryGetValue(organization, out var events) || events.Contains(of);

    private MemberRole? RoleIn(OrganizationId organization) => Memberships.TryGetValue(organization, out var role) ? role : null;

    /// <summary>Whether this request may use a part of the API: people all, keys by their scopes.</summary>
    private bool Opens(ApiArea area) => Key?.Areas.Contains(area) != false;
}
