using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Messaging;

namespace Ticketing.Infrastructure.Access.Users;

/// <summary>Query of the admins' list of accounts.</summary>
/// <param name="Search">A part of the name or address; empty: all.</param>
/// <param name="Role">One of <see cref="Roles.Staff"/> and <see cref="Roles.Admin"/>; null: all.</param>
/// <param name="Before">The last row of the page before; null: the first page.</param>
public sealed record ListUsers(Caller Caller, string? Search = null, string? Role = null, Guid? Before = null);

/// <summary>An account as admins see it.</summary>
/// <param name="Roles">The site's roles, without <see cref="Core.Access.Roles.Buyer"/>.</param>
public sealed record UserRow(
    UserId Id, string Name, string Email, bool EmailConfirmed, DateTimeOffset CreatedAt, IReadOnlyList<string> Roles, IReadOnlyList<Member> Memberships);

/// <summary>A page of accounts, the newest first.</summary>
/// <param name="Next">For <see cref="ListUsers.Before"/>; null on the last page.</param>
public sealed record UserList(IReadOnlyList<UserRow> Rows, Guid? Next);

/// <summary>An account with what was done to it.</summary>
/// <param name="TwoFactor">Whether it has a second factor.</param>
/// <param name="Trail">Changes of its roles, the newest first.</param>
public sealed record UserView(UserRow Row, bool TwoFactor, IReadOnlyList<AuditEntry> Trail);

/// <summary>Reads accounts for admins; nothing for others.</summary>
public sealed class UserDesk(IDbContextFactory<TicketingDbContext> contexts)
{
    /// <summary>The rows of a page.</summary>
    public const int PageSize = 25;

    private const int SearchLengthMax = 200;
    private const int EntriesMax = 50;

    public async Task<UserList> ListAsync(ListUsers query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (!query.Caller.IsAdmin)
        {
            return new UserList([], null);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var accounts = await Matching(db, query).OrderByDescending(account => account.Id).Take(PageSize + 1).ToListAsync(cancellationToken);
        var rows = await RowsAsync(db, [.. accounts.Take(PageSize)], cancellationToken);
        return new UserList(rows, accounts.Count > PageSize ? rows[^1].Id.Value : null);
    }

    /// <summary>Null: there is none, or the caller is no admin.</summary>
    public async Task<UserView?> FindAsync(UserId user, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (!caller.IsAdmin)
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Set<Account>().AsNoTracking().SingleOrDefaultAsync(account => account.Id == user.Value, cancellationToken) is not { } found)
        {
            return null;
        }

        var rows = await RowsAsync(db, [found], cancellationToken);
        var trail = await AuditLog.Of(db, SetSiteRolesHandler.Subject, user.ToString()).Where(entry => entry.Action == SetSiteRolesHandler.Action)
            .OrderByDescending(entry => entry.At).ThenByDescending(entry => entry.Id).Take(EntriesMax).ToListAsync(cancellationToken);
        return new UserView(rows[0], found.TwoFactorEnabled, trail);
    }

    /// <summary>The site's roles of accounts, in the order of <see cref="Roles.All"/>.</summary>
    internal static async Task<ILookup<Guid, string>> RolesOfAsync(
        TicketingDbContext db, IReadOnlyCollection<Guid> users, CancellationToken cancellationToken)
    {
        var roles = await (
            from assigned in db.Set<IdentityUserRole<Guid>>()
            join role in db.Set<IdentityRole<Guid>>() on assigned.RoleId equals role.Id
            where users.Contains(assigned.UserId) && role.Name != null && role.Name != Roles.Buyer
            select new { assigned.UserId, Name = role.Name! }).ToListAsync(cancellationToken);
        return roles.OrderBy(role => Roles.All.ToList().IndexOf(role.Name)).ToLookup(role => role.UserId, role => role.Name);
    }

    private static async Task<List<UserRow>> RowsAsync(TicketingDbContext db, List<Account> accounts, CancellationToken cancellationToken)
    {
        var roles = await RolesOfAsync(db, accounts.ConvertAll(account => account.Id), cancellationToken);
        var memberships = await Memberships.OfAsync(db, accounts.ConvertAll(account => new UserId(account.Id)), cancellationToken);
        return accounts.ConvertAll(account => new UserRow(
            new UserId(account.Id), account.Name, account.Email ?? "", account.EmailConfirmed, account.CreatedAt, [.. roles[account.Id]],
            [.. memberships[new UserId(account.Id)]]));
    }

    private static IQueryable<Account> Matching(TicketingDbContext db, ListUsers query)
    {
        var accounts = db.Set<Account>().AsNoTracking();
        if (query.Before is { } before)
        {
            accounts = accounts.Where(account => account.Id < before);
        }

        if (query.Role is { } wanted)
        {
            accounts = accounts.Where(account => (
                from assigned in db.Set<IdentityUserRole<Guid>>()
                join role in db.Set<IdentityRole<Guid>>() on assigned.RoleId equals role.Id
                where assigned.UserId == account.Id && role.Name == wanted
                select assigned).Any());
        }

        var search = PlainText.Searchable(query.Search ?? "", SearchLengthMax);
        if (search.Length == 0)
        {
            // What was typed has no character that a text could have.
            return string.IsNullOrWhiteSpace(query.Search) ? accounts : accounts.Where(account => false);
        }

        var pattern = SearchForm.Containing(search);
        return accounts.Where(account =>
            EF.Functions.Like(SearchForm.Of(account.Name), SearchForm.Of(pattern), "\\")
            || EF.Functions.Like(SearchForm.Of(account.Email!), SearchForm.Of(pattern), "\\"));
    }
}
