using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Access.SignIn;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Messaging;

namespace Ticketing.Infrastructure.Access.Users;

/// <summary>
/// Handles <see cref="SetSiteRoles"/>. The site keeps an admin: an advisory lock serialises all changes of roles, so that two admins who
/// remove each other at once do not both succeed, and the caller's own role is read again under it. A trigger renews the account's security
/// stamp, which ends its sessions; API tokens stay, since their requests read the roles.
/// </summary>
public sealed class SetSiteRolesHandler(IDbContextFactory<TicketingDbContext> contexts, RecentProof proof, TimeProvider time)
{
    internal const string Subject = "account";
    internal const string Action = "account.roles-set";

    /// <returns>The site's roles of the account.</returns>
    public async Task<Outcome<IReadOnlyList<string>, SiteRolesRefusal>> HandleAsync(SetSiteRoles command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (command.Caller is not { IsAdmin: true, User: { } admin })
        {
            return SiteRolesRefusal.NotFound;
        }

        if (!proof.IsOf(command.Caller))
        {
            return SiteRolesRefusal.ProofNeeded;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await SiteAdmins.LockAsync(db, cancellationToken);
        var user = command.User.Value;
        var before = await UserDesk.RolesOfAsync(db, [user, admin.Value], cancellationToken);
        if (!before[admin.Value].Contains(Roles.Admin)
            || !await db.Set<Account>().AnyAsync(found => found.Id == user, cancellationToken))
        {
            return SiteRolesRefusal.NotFound;
        }

        string[] after = [.. command.IsStaff ? [Roles.Staff] : Array.Empty<string>(), .. command.IsAdmin ? [Roles.Admin] : Array.Empty<string>()];
        if (before[user].SequenceEqual(after))
        {
            return after;
        }

        var ids = await db.Set<IdentityRole<Guid>>().Where(role => role.Name == Roles.Staff || role.Name == Roles.Admin)
            .ToDictionaryAsync(role => role.Name!, role => role.Id, cancellationToken);
        if (before[user].Contains(Roles.Admin) && !command.IsAdmin && await SiteAdmins.IsLastAsync(db, command.User, cancellationToken))
        {
            return SiteRolesRefusal.LastAdmin;
        }

        var assigned = db.Set<IdentityUserRole<Guid>>();
        var all = ids.Values.ToList();
        await assigned.Where(role => role.UserId == user && all.Contains(role.RoleId)).ExecuteDeleteAsync(cancellationToken);
        assigned.AddRange(after.Select(role => new IdentityUserRole<Guid> { UserId = user, RoleId = ids[role] }));
        AuditLog.Add(
            db, Action, Subject, command.User.ToString(), RolesOf(before[user]), RolesOf(after), command.Caller.Actor, time.GetDatabaseNow());
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return after;
    }

    private static object RolesOf(IEnumerable<string> roles) => new { roles = string.Join(", ", roles) };
}
