using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Organizations;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Organizations.Team;

/// <summary>
/// What the erasure of an account does to its organizations, in the erasure's transaction: each membership ends as by leaving, and an
/// organization without further members is suspended, because no member could refund or cancel its sales; an admin decides on it.
/// </summary>
internal sealed class ErasedMembers(TimeProvider time)
{
    public async Task EndAsync(TicketingDbContext db, Actor actor, IReadOnlyList<Member> ended, CancellationToken cancellationToken)
    {
        var now = time.GetDatabaseNow();

        // Organizations are locked in the order of their ids: two erasures never wait for each other.
        foreach (var member in ended.OrderBy(each => each.OrganizationId.Value))
        {
            var before = new { user = member.UserId.Value, role = member.Role.ToWord() };
            OrganizationLog.Add(db, "member.left", member.OrganizationId, before, before, null, actor, now);
            if (member.Role == MemberRole.Owner
                && await Memberships.ReadUsersAsync(db, member.OrganizationId, MemberRole.Owner, cancellationToken) is [])
            {
                await SuspendAsync(db, member.OrganizationId, now, cancellationToken);
            }
        }
    }

    private static async Task SuspendAsync(
        TicketingDbContext db, OrganizationId id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // An admin's suspension keeps its reason.
        if (await OrganizationReader.LockAsync(db, id, cancellationToken) is not { } organization
            || organization.Status == OrganizationStatus.Suspended)
        {
            return;
        }

        var (before, status) = (organization.Status, OrganizationStatus.Suspended);
        OrganizationLog.Add(
            db, "organization.suspended", id, new { id = id.Value, status = status.ToWord() },
            new { status = before.ToWord(), reason = organization.StatusReason },
            new { status = status.ToWord(), reason = Organization.NoOwnerReason }, Actor.System, now);
        (organization.Status, organization.StatusReason) = (status, Organization.NoOwnerReason);
    }
}
