using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Access.Accounts;

/// <summary>How to write to an account's holder.</summary>
/// <param name="Locale">The language for mails: <c>en</c> or <c>de</c>.</param>
internal sealed record AccountContact(UserId User, string Email, string Name, string Locale);

/// <summary>Reads accounts for features that write to their holders.</summary>
internal static class AccountContacts
{
    /// <summary>Those of the accounts whose address is verified.</summary>
    public static async Task<IReadOnlyList<AccountContact>> ReadAsync(
        TicketingDbContext db, IEnumerable<UserId> users, CancellationToken cancellationToken)
    {
        var ids = users.Select(user => user.Value).ToList();
        var accounts = await db.Set<Account>().AsNoTracking()
            .Where(account => ids.Contains(account.Id) && account.EmailConfirmed && account.Email != null)
            .Select(account => new { account.Id, account.Email, account.Name, account.Locale })
            .ToListAsync(cancellationToken);
        return [.. accounts.Select(account => new AccountContact(new UserId(account.Id), account.Email!, account.Name, account.Locale))];
    }
}
