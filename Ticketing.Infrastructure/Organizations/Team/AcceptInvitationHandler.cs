using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Organizations;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Organizations.Team;

/// <summary>An invitation as its page shows it.</summary>
/// <param name="Email">The invited address, masked: who has the link need not be who was invited.</param>
/// <param name="Refusal">Null: the caller may accept it.</param>
public sealed record InvitationView(OrganizationId Id, string Organization, string Slug, MemberRole Role, string Email, InvitationRefusal? Refusal);

/// <summary>
/// Shows and accepts invitations. The invitation's row is locked: of two acceptances at once one adds the member, the other finds them.
/// </summary>
public sealed class AcceptInvitationHandler(IDbContextFactory<TicketingDbContext> contexts, TimeProvider time)
{
    private const int TokenLengthMax = 100;

    /// <summary>Null: there is no invitation with this secret.</summary>
    public async Task<InvitationView?> FindAsync(string? token, Caller caller, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await FindIdAsync(db, token, cancellationToken) is not { } id)
        {
            return null;
        }

        var invitation = await db.Set<MemberInvitation>().AsNoTracking().SingleAsync(found => found.Id == id, cancellationToken);
        var organization = await OrganizationReader.GetAsync(db, invitation.OrganizationId, cancellationToken);
        var member = caller.User is { } user ? await Memberships.FindAsync(db, organization.Id, user, cancellationToken) : null;
        return new InvitationView(
            organization.Id, organization.Name, organization.Slug, invitation.Role, EmailAddress.Mask(invitation.Email),
            await RefusalForAsync(db, invitation, member, caller, time.GetUtcNow(), cancellationToken));
    }

    /// <returns>The organization, of which the caller is a member.</returns>
    public async Task<Outcome<OwnOrganization, InvitationRefusal>> HandleAsync(AcceptInvitation command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        var caller = command.Caller;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (caller.User is not { } user || await FindIdAsync(db, command.Token, cancellationToken) is not { } id)
        {
            return InvitationRefusal.NotFound;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await InvitationRows.LockAsync(db, id, cancellationToken) is not { } invitation)
        {
            return InvitationRefusal.NotFound;
        }

        var now = time.GetDatabaseNow();
        var member = await Memberships.FindAsync(db, invitation.OrganizationId, user, cancellationToken);
        var refusal = await RefusalForAsync(db, invitation, member, caller, now, cancellationToken);

        // A repeated acceptance has the same answer.
        var isRepeated = refusal == InvitationRefusal.Used && member is not null && caller.Owns(invitation.Email);
        if (refusal is { } reason && !isRepeated)
        {
            return reason;
        }

        if (!isRepeated)
        {
            invitation.Accept(now);
            member = new Member { OrganizationId = invitation.OrganizationId, UserId = user, Role = invitation.Role, EventIds = invitation.EventIds, Since = now };
            Memberships.Add(db, member);
            OrganizationLog.Add(
                db, "member.joined", invitation.OrganizationId, new { user = user.Value, role = member.Role.ToWord() }, null,
                new { user = user.Value, role = member.Role.ToWord(), events = member.EventIds?.Select(id => id.Value) }, caller.Actor, now);
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        var organization = await OrganizationReader.GetAsync(db, invitation.OrganizationId, cancellationToken);
        return new OwnOrganization(organization.Id, organization.Name, organization.Slug, member!.Role, organization.Status);
    }

    // An invitation is valid while its inviter may still invite to its role: a removed owner cannot return through one of their own.
    // Without a recorded inviter it is treated as revoked.
    private static async Task<InvitationRefusal?> RefusalForAsync(
        TicketingDbContext db, MemberInvitation invitation, Member? member, Caller caller, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        if (invitation.RefusalFor(caller, now) is { } refusal)
        {
            return refusal;
        }

        if (member is not null)
        {
            return InvitationRefusal.AlreadyMember;
        }

        return invitation.CreatedBy is { } inviter
            && await Memberships.ManagesAsync(db, inviter, invitation.OrganizationId, invitation.Role, cancellationToken)
                ? null
                : InvitationRefusal.Revoked;
    }

    private static async Task<Guid?> FindIdAsync(TicketingDbContext db, string? token, CancellationToken cancellationToken)
    {
        if (token is not { Length: > 0 and <= TokenLengthMax })
        {
            return null;
        }

        var hash = MemberInvitation.HashOf(token);
        return await db.Set<MemberInvitation>().Where(invitation => invitation.TokenHash == hash)
            .Select(invitation => (Guid?)invitation.Id).SingleOrDefaultAsync(cancellationToken);
    }
}
