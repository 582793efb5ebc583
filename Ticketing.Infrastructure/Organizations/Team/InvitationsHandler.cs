using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Organizations;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Access.SignIn;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Limits;

namespace Ticketing.Infrastructure.Organizations.Team;

/// <summary>
/// Sends and revokes invitations. A unique index allows one open invitation of an address; an advisory lock on the organization serialises
/// its invitations, so that the maxima hold.
/// </summary>
public sealed class InvitationsHandler(
    IDbContextFactory<TicketingDbContext> contexts, OrganizationLinks links, RecentProof proof, CommandCounter limits, TimeProvider time)
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <returns>The invitation's id.</returns>
    public async Task<Outcome<Guid, MemberRefusal>> HandleAsync(InviteMember command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        var (organization, caller) = (command.Organization, command.Caller);
        if (RefusalFor(organization, command.Role, caller) is { } refusal)
        {
            return refusal;
        }

        var events = TeamEvents.Chosen(command.Events);
        if (TeamEvents.AreFaulty(command.Role, events))
        {
            return MemberRefusal.EventsInvalid;
        }

        if (!EmailAddress.TryRead(command.Email, out var email))
        {
            return MemberRefusal.EmailInvalid;
        }

        if (!proof.IsOf(caller))
        {
            return MemberRefusal.ProofNeeded;
        }

        if (!await limits.TryCountAsync(CommandLimits.Invitations, caller))
        {
            return MemberRefusal.TooOften;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await LockInvitationsAsync(db, organization, cancellationToken);
        var now = time.GetDatabaseNow();
        if (await FindObstacleAsync(db, organization, EmailAddress.Normalize(email), now, cancellationToken) is { } obstacle)
        {
            return obstacle;
        }

        if (events is not null && !await db.AreOfAsync(organization, events, cancellationToken))
        {
            return MemberRefusal.EventsInvalid;
        }

        var (invitation, token) = MemberInvitation.Create(organization, email, command.Role, events, caller.User, now);
        db.Add(invitation);
        OrganizationLog.AddAudit(db, InvitationMails.Type, organization, null, StateOf(invitation), caller.Actor, now);
        if (!await AddMailAsync(db, invitation, token, command.Locale, caller, now, cancellationToken))
        {
            return MemberRefusal.NotFound;
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return invitation.Id;
    }

    /// <returns>The invitation's id.</returns>
    public Task<Outcome<Guid, MemberRefusal>> HandleAsync(ResendInvitation command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        var caller = command.Caller;
        return ChangeAsync(command.Organization, command.Invitation, caller, CommandLimits.Invitations, async (db, invitation, now) =>
        {
            if (!invitation.IsOpen)
            {
                return MemberRefusal.InvitationEnded;
            }

            if (await MailsOfDayAsync(db, invitation.OrganizationId, invitation.EmailNormalized, now, cancellationToken) >= MemberInvitation.MailsPerDayMax)
            {
                return MemberRefusal.TooManyMails;
            }

            var token = invitation.Renew(caller.User, now);
            OrganizationLog.AddAudit(db, "invitation.resent", invitation.OrganizationId, null, StateOf(invitation), caller.Actor, now);
            return await AddMailAsync(db, invitation, token, command.Locale, caller, now, cancellationToken) ? null : MemberRefusal.NotFound;
        }, cancellationToken);
    }

    /// <returns>The invitation's id.</returns>
    public Task<Outcome<Guid, MemberRefusal>> HandleAsync(RevokeInvitation command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        return ChangeAsync(command.Organization, command.Invitation, command.Caller, CommandLimits.OrganizationChanges, (db, invitation, now) =>
        {
            if (invitation.AcceptedAt is not null)
            {
                return Task.FromResult<MemberRefusal?>(MemberRefusal.InvitationEnded);
            }

            if (invitation.RevokedAt is null)
            {
                invitation.Revoke(now);
                OrganizationLog.AddAudit(
                    db, "invitation.revoked", invitation.OrganizationId, StateOf(invitation), null, command.Caller.Actor, now);
            }

            return Task.FromResult<MemberRefusal?>(null);
        }, cancellationToken);
    }

    private static MemberRefusal? RefusalFor(OrganizationId organization, MemberRole role, Caller caller) =>
        !caller.Sees(organization) ? MemberRefusal.NotFound
        : caller.Manages(organization, role) ? null
        : MemberRefusal.NotAllowed;

    private async Task<Outcome<Guid, MemberRefusal>> ChangeAsync(
        OrganizationId organization, Guid id, Caller caller, CommandLimit limit,
        Func<TicketingDbContext, MemberInvitation, DateTimeOffset, Task<MemberRefusal?>> change, CancellationToken cancellationToken)
    {
        if (!caller.Sees(organization))
        {
            return MemberRefusal.NotFound;
        }

        if (!await limits.TryCountAsync(limit, caller))
        {
            return MemberRefusal.TooOften;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await LockInvitationsAsync(db, organization, cancellationToken);
        if (await InvitationRows.LockAsync(db, id, cancellationToken) is not { } invitation || invitation.OrganizationId != organization)
        {
            return caller.Runs(organization) ? MemberRefusal.NotFound : MemberRefusal.NotAllowed;
        }

        if (RefusalFor(organization, invitation.Role, caller) is { } refusal)
        {
            return refusal;
        }

        if (await change(db, invitation, time.GetDatabaseNow()) is { } refused)
        {
            return refused;
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return id;
    }

    private static Task<int> LockInvitationsAsync(TicketingDbContext db, OrganizationId organization, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({"invitations of " + organization}, 0))", cancellationToken);

    /// <summary>Why the address cannot be invited; null: it can.</summary>
    private static async Task<MemberRefusal?> FindObstacleAsync(
        TicketingDbContext db, OrganizationId organization, string email, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await Memberships.HasAsync(db, organization, email, cancellationToken))
        {
            return MemberRefusal.AlreadyMember;
        }

        var invitations = db.Set<MemberInvitation>().Where(invitation => invitation.OrganizationId == organization);
        var open = invitations.Where(invitation => invitation.AcceptedAt == null && invitation.RevokedAt == null);
        if (await open.AnyAsync(invitation => invitation.EmailNormalized == email, cancellationToken))
        {
            return MemberRefusal.AlreadyInvited;
        }

        var counts = await Memberships.CountAsync(db, [organization], cancellationToken);
        if (counts.GetValueOrDefault(organization) + await open.CountAsync(cancellationToken) >= MemberInvitation.PerOrganizationMax)
        {
            return MemberRefusal.TooMany;
        }

        var since = now - Day;
        return await invitations.CountAsync(invitation => invitation.CreatedAt > since, cancellationToken) >= MemberInvitation.PerDayMax
            || await MailsOfDayAsync(db, organization, email, now, cancellationToken) >= MemberInvitation.MailsPerDayMax
                ? MemberRefusal.TooManyMails
                : null;
    }

    private static Task<int> MailsOfDayAsync(
        TicketingDbContext db, OrganizationId organization, string email, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var since = now - Day;
        return db.Set<MemberInvitation>()
            .Where(invitation => invitation.OrganizationId == organization && invitation.EmailNormalized == email && invitation.SentAt > since)
            .SumAsync(invitation => invitation.Mails, cancellationToken);
    }

    /// <summary>False: the organization does not exist.</summary>
    private async Task<bool> AddMailAsync(
        TicketingDbContext db, MemberInvitation invitation, string token, string locale, Caller caller, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        if (await db.Organizations.Where(organization => organization.Id == invitation.OrganizationId)
                .Select(organization => organization.Name).SingleOrDefaultAsync(cancellationToken) is not { } name)
        {
            return false;
        }

        InvitationMails.Add(
            db, invitation,
            new InvitationMail(
                invitation.Email, links.Invitation(token).AbsoluteUri, locale, name, caller.Name, invitation.Role.ToWord(), invitation.ExpiresAt),
            now);
        return true;
    }

    // The address is not written to the audit log, which outlives the account.
    private static object StateOf(MemberInvitation invitation) =>
        new { email = EmailAddress.Mask(invitation.Email), role = invitation.Role.ToWord(), events = invitation.EventIds?.Select(id => id.Value) };
}
