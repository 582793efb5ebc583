using Ticketing.Core.Access;
using Ticketing.Core.Common;

namespace Ticketing.Infrastructure.Access;

/// <summary>The memberships of an account as a <see cref="Caller"/> has them: the role in each organization, and its limit to some events.</summary>
internal sealed class MemberRights
{
    private readonly Dictionary<OrganizationId, MemberRole> _roles = [];
    private readonly Dictionary<OrganizationId, IReadOnlySet<EventId>> _events = [];

    public static MemberRights Of(IEnumerable<Member> members)
    {
        var rights = new MemberRights();
        foreach (var member in members)
        {
            rights.Add(member.OrganizationId, member.Role, member.EventIds);
        }

        return rights;
    }

    /// <param name="events">Null: all.</param>
    public void Add(OrganizationId organization, MemberRole role, IEnumerable<EventId>? events)
    {
        _roles[organization] = role;
        if (events is not null)
        {
            _events[organization] = events.ToHashSet();
        }
    }

    /// <summary>The caller with these memberships and no others.</summary>
    public Caller ApplyTo(Caller caller) => caller with { Memberships = _roles, Events = _events };
}
