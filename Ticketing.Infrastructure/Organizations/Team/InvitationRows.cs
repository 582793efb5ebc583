using System.Web;
using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Core.Organizations;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Messaging;

namespace Ticketing.Infrastructure.Organizations.Team;

/// <summary>Rows of invitations.</summary>
internal static class InvitationRows
{
    /// <summary>The invitation, locked until the transaction ends; null: there is none.</summary>
    public static async Task<MemberInvitation?> LockAsync(TicketingDbContext db, Guid id, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM member_invitations WHERE id = {id} FOR UPDATE", cancellationToken);
        return await db.Set<MemberInvitation>().SingleOrDefaultAsync(invitation => invitation.Id == id, cancellationToken);
    }

    /// <summary>
    /// Whether the link of an <see cref="InvitationMail"/> is its invitation's newest, and neither expired nor used nor revoked.
    /// </summary>
    public static async Task<bool> IsCurrentAsync(TicketingDbContext db, string link, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (HttpUtility.ParseQueryString(new Uri(link).Query)["token"] is not { } token)
        {
            return false;
        }

        var hash = MemberInvitation.HashOf(token);
        return await db.Set<MemberInvitation>().AnyAsync(
            invitation => invitation.TokenHash == hash && invitation.AcceptedAt == null && invitation.RevokedAt == null && invitation.ExpiresAt > now,
            cancellationToken);
    }
}

/// <summary>Erases the invitations of an address (rule 28), with the facts that have it.</summary>
internal sealed class InvitationEraser(IDbContextFactory<TicketingDbContext> contexts)
{
    public async Task EraseAsync(string email, CancellationToken cancellationToken)
    {
        var normalized = EmailAddress.Normalize(email);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var ids = await db.Set<MemberInvitation>().Where(invitation => invitation.EmailNormalized == normalized)
            .Select(invitation => invitation.Id).ToListAsync(cancellationToken);
        foreach (var id in ids)
        {
            await Outbox.RemoveAsync(db, OrganizationLog.InvitationAggregate, id.ToString(), cancellationToken);
        }

        await db.Set<MemberInvitation>().Where(invitation => ids.Contains(invitation.Id)).ExecuteDeleteAsync(cancellationToken);
    }
}
