using System.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Access.Users;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Access;

/// <summary>A member with the account's name and address.</summary>
/// <param name="Events">The only events that they see; null: all.</param>
public sealed record TeamMember(UserId User, string Name, string Email, MemberRole Role, IReadOnlyList<EventId>? Events, DateTimeOffset Since);

/// <summary>In which organizations an account has which role.</summary>
internal static class Memberships
{
    public static async Task<MemberRights> ReadAsync(NpgsqlDataSource database, UserId user, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("SELECT organization_id, role, event_ids FROM members WHERE user_id = @user")
            .With("user", user.Value);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rights = new MemberRights();
        while (await reader.ReadAsync(cancellationToken))
        {
            rights.Add(
                new OrganizationId(reader.GetGuid("organization_id")), EnumWords.FromWord<MemberRole>(reader.GetString("role")), EventsOf(reader));
        }

        return rights;
    }

    private static IEnumerable<EventId>? EventsOf(NpgsqlDataReader reader) =>
        reader.IsDBNull("event_ids") ? null : reader.GetFieldValue<Guid[]>("event_ids").Select(id => new EventId(id));

    /// <summary>The accounts with a role in an organization.</summary>
    public static Task<List<UserId>> ReadUsersAsync(
        TicketingDbContext db, OrganizationId organization, MemberRole role, CancellationToken cancellationToken) =>
        db.Members.Where(member => member.OrganizationId == organization && member.Role == role)
            .Select(member => member.UserId).ToListAsync(cancellationToken);

    /// <summary>The members of an organization, owners first, then by name.</summary>
    public static async Task<IReadOnlyList<TeamMember>> ListAsync(
        TicketingDbContext db, OrganizationId organization, CancellationToken cancellationToken)
    {
        var members = await db.Members.AsNoTracking().Where(member => member.OrganizationId == organization).ToListAsync(cancellationToken);
        var ids = members.ConvertAll(member => member.UserId.Value);
        var accounts = await db.Set<Account>().AsNoTracking().Where(account => ids.Contains(account.Id))
            .Select(account => new { account.Id, account.Name, account.Email }).ToDictionaryAsync(account => account.Id, cancellationToken);
        return
        [
            .. members
                .Select(member => accounts.TryGetValue(member.UserId.Value, out var account)
                    ? new TeamMember(member.UserId, account.Name, account.Email ?? "", member.Role, member.EventIds, member.Since)
                    : new TeamMember(member.UserId, "", "", member.Role, member.EventIds, member.Since))
                .OrderBy(member => member.Role).ThenBy(member => member.Name, StringComparer.CurrentCulture).ThenBy(member => member.User.Value),
        ];
    }

    /// <summary>The roles of accounts in all their organizations.</summary>
    public static async Task<ILookup<UserId, Member>> OfAsync(
        TicketingDbContext db, IReadOnlyCollection<UserId> users, CancellationToken cancellationToken)
    {
        var members = await db.Members.AsNoTracking().Where(member => users.Contains(member.UserId)).ToListAsync(cancellationToken);
        return members.ToLookup(member => member.UserId);
    }

    /// <summary>The answer of <see cref="Caller.Manages"/> for an account, from the roles that the database has now.</summary>
    public static async Task<bool> ManagesAsync(
        TicketingDbContext db, UserId user, OrganizationId organization, MemberRole role, CancellationToken cancellationToken)
    {
        return (await CallerOfAsync(db, user, cancellationToken)).Manages(organization, role);
    }

    /// <summary>The answer of <see cref="Caller.Runs(OrganizationId, EventId)"/> for an account, from the roles that the database has now.</summary>
    public static async Task<bool> RunsAsync(
        TicketingDbContext db, UserId user, OrganizationId organization, EventId of, CancellationToken cancellationToken) =>
        (await CallerOfAsync(db, user, cancellationToken)).Runs(organization, of);

    private static async Task<Caller> CallerOfAsync(TicketingDbContext db, UserId user, CancellationToken cancellationToken)
    {
        var memberships = await OfAsync(db, [user], cancellationToken);
        var roles = await UserDesk.RolesOfAsync(db, [user.Value], cancellationToken);
        return MemberRights.Of(memberships[user]).ApplyTo(Caller.Guest with { User = user, Roles = roles[user.Value].ToHashSet() });
    }

    /// <summary>The number of members by organization; none is not listed.</summary>
    public static Task<Dictionary<OrganizationId, int>> CountAsync(
        TicketingDbContext db, IReadOnlyCollection<OrganizationId> organizations, CancellationToken cancellationToken) =>
        db.Members.Where(member => organizations.Contains(member.OrganizationId))
            .GroupBy(member => member.OrganizationId).Select(group => new { group.Key, Count = group.Count() })
            .ToDictionaryAsync(group => group.Key, group => group.Count, cancellationToken);

    /// <summary>The organizations that an account owns.</summary>
    public static Task<List<OrganizationId>> ReadOwnedAsync(TicketingDbContext db, UserId user, CancellationToken cancellationToken) =>
        db.Members.Where(member => member.UserId == user && member.Role == MemberRole.Owner)
            .Select(member => member.OrganizationId).ToListAsync(cancellationToken);

    /// <summary>Whether an account with this address is a member.</summary>
    /// <param name="email">From <see cref="EmailAddress.Normalize"/>.</param>
    public static async Task<bool> HasAsync(
        TicketingDbContext db, OrganizationId organization, string email, CancellationToken cancellationToken)
    {
        var accounts = await db.Set<Account>().Where(account => account.NormalizedEmail == email && account.EmailConfirmed)
            .Select(account => account.Id).ToListAsync(cancellationToken);
        var users = accounts.ConvertAll(id => new UserId(id));
        return await db.Members.AnyAsync(
            member => member.OrganizationId == organization && users.Contains(member.UserId), cancellationToken);
    }

    /// <summary>The membership, to be changed in the caller's transaction; null: there is none.</summary>
    public static Task<Member?> FindAsync(
        TicketingDbContext db, OrganizationId organization, UserId user, CancellationToken cancellationToken) =>
        db.Members.SingleOrDefaultAsync(member => member.OrganizationId == organization && member.UserId == user, cancellationToken);

    /// <summary>Adds the membership to the context; the caller saves.</summary>
    public static void Add(TicketingDbContext db, Member member) => db.Members.Add(member);

    /// <summary>Removes it from the context; the caller saves.</summary>
    public static void Remove(TicketingDbContext db, Member member) => db.Members.Remove(member);

    /// <summary>
    /// The number of an organization's owners. Their rows stay locked, in key order, until the transaction ends: of two owners who remove
    /// each other one waits and then counts one owner.
    /// </summary>
    public static async Task<int> LockOwnersAsync(TicketingDbContext db, OrganizationId organization, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync(
            $"SELECT 1 FROM members WHERE organization_id = {organization.Value} AND role = 'owner' ORDER BY user_id FOR UPDATE", cancellationToken);
        return await db.Members.CountAsync(
            member => member.OrganizationId == organization && member.Role == MemberRole.Owner, cancellationToken);
    }

    /// <summary>
    /// Removes all memberships of an account, unless it is the last owner of an organization that has other members.
    /// The owners' rows are locked first, as by every change of members, then the account's own. An ownership that began after
    /// the owners were locked stays: its organization may have no other owner by now. Call in a transaction, and roll it back after null.
    /// </summary>
    /// <returns>The memberships that ended; null: it is, or has just become, an owner who is needed.</returns>
    public static async Task<IReadOnlyList<Member>?> TryRemoveAsync(TicketingDbContext db, UserId user, CancellationToken cancellationToken)
    {
        var locked = await ReadOwnedAsync(db, user, cancellationToken);
        foreach (var organization in locked.OrderBy(id => id.Value))
        {
            if (await LockOwnersAsync(db, organization, cancellationToken) == 1
                && await db.Members.AnyAsync(member => member.OrganizationId == organization && member.UserId != user, cancellationToken))
            {
                return null;
            }
        }

        await db.Database.ExecuteSqlAsync(
            $"SELECT 1 FROM members WHERE user_id = {user.Value} ORDER BY organization_id FOR UPDATE", cancellationToken);
        var ended = await db.Members.AsNoTracking().Where(member => member.UserId == user).ToListAsync(cancellationToken);
        await db.Members
            .Where(member => member.UserId == user && (member.Role != MemberRole.Owner || locked.Contains(member.OrganizationId)))
            .ExecuteDeleteAsync(cancellationToken);
        return await db.Members.AnyAsync(member => member.UserId == user, cancellationToken) ? null : ended;
    }
}
