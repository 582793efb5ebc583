using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Access.Users;

/// <summary>The site keeps an admin: who takes the role from an account, or erases the account, locks and asks here first.</summary>
internal static class SiteAdmins
{
    /// <summary>Serialises the ends of admins until the transaction ends, so that two at once do not both see the other.</summary>
    public static Task<int> LockAsync(TicketingDbContext db, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({"site roles"}, 0))", cancellationToken);

    /// <summary>Whether the account is the only admin. Call after <see cref="LockAsync"/>.</summary>
    public static async Task<bool> IsLastAsync(TicketingDbContext db, UserId user, CancellationToken cancellationToken)
    {
        var admins = await (
            from assigned in db.Set<IdentityUserRole<Guid>>()
            join role in db.Set<IdentityRole<Guid>>() on assigned.RoleId equals role.Id
            where role.Name == Roles.Admin
            orderby assigned.UserId
            select assigned.UserId).Take(2).ToListAsync(cancellationToken);
        return admins.Count == 1 && admins[0] == user.Value;
    }
}
