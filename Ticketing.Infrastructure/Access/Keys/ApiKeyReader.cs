using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Access.Keys;

/// <summary>A key as its organization sees it.</summary>
/// <param name="Hint">The secret's first characters.</param>
/// <param name="Creator">Null: an account that was erased.</param>
/// <param name="PreviousUntil">Until when the secret before works, too; null: it does not.</param>
public sealed record ApiKeyView(
    Guid Id, string Name, string Hint, IReadOnlyList<string> Scopes, DateTimeOffset CreatedAt, string? Creator, DateTimeOffset? ExpiresAt,
    DateTimeOffset? LastUsedAt, DateTimeOffset? PreviousUntil, bool IsValid);

/// <summary>Lists the keys of an organization.</summary>
public sealed class ApiKeyReader(IDbContextFactory<TicketingDbContext> contexts, TimeProvider time)
{
    // Ended keys are listed for this time, so that it can be seen who used what.
    private static readonly TimeSpan ShownEnded = TimeSpan.FromDays(30);

    /// <summary>The organization's keys, newest first; those that ended long ago are left out. Null: the caller may not see them.</summary>
    public async Task<IReadOnlyList<ApiKeyView>?> ListAsync(OrganizationId organization, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (caller.Key is not null || !caller.Runs(organization))
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        var shownSince = now - ShownEnded;
        var keys = await (
            from key in db.Set<ApiKey>().AsNoTracking()
            where key.OrganizationId == organization
                && (key.RevokedAt == null || key.RevokedAt > shownSince) && (key.ExpiresAt == null || key.ExpiresAt > shownSince)
            orderby key.Id descending
            select key).ToListAsync(cancellationToken);
        var creators = keys.Select(key => key.CreatedBy?.Value).OfType<Guid>().ToList();
        var names = await db.Set<Account>().Where(account => creators.Contains(account.Id))
            .ToDictionaryAsync(account => account.Id, account => account.Name, cancellationToken);
        return
        [
            .. keys.Select(key => new ApiKeyView(
                key.Id, key.Name, key.Hint, key.Scopes, key.CreatedAt,
                key.CreatedBy is { } creator ? names.GetValueOrDefault(creator.Value) : null, key.ExpiresAt, key.LastUsedAt,
                key.PreviousUntil > now ? key.PreviousUntil : null, key.IsValidAt(now))),
        ];
    }
}
