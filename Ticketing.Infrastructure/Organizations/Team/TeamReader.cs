using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Organizations;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Organizations.Team;

/// <summary>An invitation that is neither accepted nor revoked.</summary>
/// <param name="IsExpired">Whether its link works no more; it can be sent again.</param>
/// <param name="Events">The only events that the member will see; null: all.</param>
public sealed record OpenInvitation(
    Guid Id, string Email, MemberRole Role, IReadOnlyList<EventId>? Events, DateTimeOffset SentAt, DateTimeOffset ExpiresAt, bool IsExpired);

/// <summary>The members of an organization.</summary>
/// <param name="Invitations">Empty for who does not invite.</param>
public sealed record TeamView(IReadOnlyList<TeamMember> Members, IReadOnlyList<OpenInvitation> Invitations);

/// <summary>Reads an organization's members. All see who works with them; addresses and invitations only who invites.</summary>
public sealed class TeamReader(OrganizationContexts contexts, IDbContextFactory<TicketingDbContext> all, TimeProvider time)
{
    /// <summary>Null: there is no such organization, or the caller is no member. Keys are none: names of people are not for programs.</summary>
    public async Task<TeamView?> FindAsync(OrganizationId organization, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (caller.Key is not null || !caller.Sees(organization))
        {
            return null;
        }

        await using var db = contexts.ForMember(caller);
        if (!await OrganizationReader.ExistsAsync(db, organization, cancellationToken))
        {
            return null;
        }

        // Names and addresses of accounts belong to no organization: this context shows them.
        await using var accounts = await all.CreateDbContextAsync(cancellationToken);
        var members = await Memberships.ListAsync(accounts, organization, cancellationToken);
        if (!caller.Runs(organization))
        {
            // Which events a colleague works on is for who manages the team, too.
            return new TeamView([.. members.Select(member => member with { Email = "", Events = null })], []);
        }

        var now = time.GetUtcNow();
        var invitations = await db.Set<MemberInvitation>().AsNoTracking()
            .Where(invitation => invitation.OrganizationId == organization && invitation.AcceptedAt == null && invitation.RevokedAt == null)
            .OrderByDescending(invitation => invitation.Id).ToListAsync(cancellationToken);
        return new TeamView(members,
        [
            .. invitations.Select(invitation => new OpenInvitation(
                invitation.Id, invitation.Email, invitation.Role, invitation.EventIds, invitation.SentAt, invitation.ExpiresAt, invitation.ExpiresAt <= now)),
        ]);
    }
}
