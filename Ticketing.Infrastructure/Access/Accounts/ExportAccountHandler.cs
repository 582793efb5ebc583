using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Messaging;

namespace Ticketing.Infrastructure.Access.Accounts;

/// <summary>The account data in a data export (rule 28), without hashes and keys; the memberships are read by their own feature.</summary>
public sealed record AccountExport(
    Guid Id,
    string Name,
    string Email,
    bool EmailConfirmed,
    string Language,
    DateTimeOffset CreatedAt,
    bool TwoFactorEnabled,
    IReadOnlyList<PasskeyExport> Passkeys,
    IReadOnlyList<ApiTokenExport> ApiTokens,
    IReadOnlyList<ActivityExport> Activity);

/// <summary>A passkey in an <see cref="AccountExport"/>.</summary>
public sealed record PasskeyExport(string? Name, DateTimeOffset CreatedAt);

/// <summary>An API token in an <see cref="AccountExport"/>.</summary>
public sealed record ApiTokenExport(DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt);

/// <summary>An audit entry in an <see cref="AccountExport"/>.</summary>
public sealed record ActivityExport(DateTimeOffset At, string Action);

/// <summary>Exports the data of an account.</summary>
public sealed class ExportAccountHandler(AccountStore accounts, TicketingDbContext db)
{
    private const int ActivityMax = 10_000;

    public async Task<AccountExport?> HandleAsync(UserId user, CancellationToken cancellationToken)
    {
        if (await accounts.FindAsync(user) is not { } account)
        {
            return null;
        }

        var passkeys = await db.Set<IdentityUserPasskey<Guid>>()
            .AsNoTracking().Where(key => key.UserId == user.Value).ToListAsync(cancellationToken);
        return new AccountExport(
            account.Id,
            account.Name,
            account.Email ?? "",
            account.EmailConfirmed,
            account.Locale,
            account.CreatedAt,
            account.TwoFactorEnabled,
            [.. passkeys.Select(key => new PasskeyExport(key.Data.Name, key.Data.CreatedAt))],
            await db.Set<ApiToken>().Where(token => token.UserId == user.Value)
                .Select(token => new ApiTokenExport(token.CreatedAt, token.ExpiresAt)).ToListAsync(cancellationToken),
            await AuditLog.By(db, user).OrderByDescending(entry => entry.At).Take(ActivityMax)
                .Select(entry => new ActivityExport(entry.At, entry.Action)).ToListAsync(cancellationToken));
    }
}
