using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Access.SignIn;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Limits;
using Ticketing.Infrastructure.Messaging;

namespace Ticketing.Infrastructure.Access.Keys;

/// <summary>
/// Creates, rotates and revokes the keys of an organization: its owners, after a recent proof of presence. An advisory lock on the
/// organization serialises them, so that the maximum holds.
/// </summary>
public sealed class ManageApiKeysHandler(
    IDbContextFactory<TicketingDbContext> contexts, RecentProof proof, CommandCounter limits, TimeProvider time)
{
    public async Task<Outcome<IssuedApiKey, ApiKeyRefusal>> HandleAsync(CreateApiKey command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        var (organization, caller) = (command.Organization, command.Caller);
        var name = TypedText.Line(command.Name);
        var refusal = await RefusalForAsync(organization, caller)
            ?? (!TypedText.IsName(name, ApiKey.NameLengthMax) ? ApiKeyRefusal.NameInvalid
                : command.Scopes.Count == 0 || !command.Scopes.All(ApiScopes.All.Contains) ? ApiKeyRefusal.ScopesInvalid
                : command.Days is < 1 or > ApiKey.DaysMax ? ApiKeyRefusal.DaysInvalid
                : null);
        if (refusal is { } refused)
        {
            return refused;
        }

        await using var unit = await Unit.BeginAsync(contexts, organization, cancellationToken);
        var now = time.GetDatabaseNow();
        var valid = await unit.Db.Set<ApiKey>().CountAsync(
            key => key.OrganizationId == organization && key.RevokedAt == null && (key.ExpiresAt == null || key.ExpiresAt > now),
            cancellationToken);
        if (valid >= ApiKey.PerOrganizationMax)
        {
            return ApiKeyRefusal.LimitReached;
        }

        DateTimeOffset? expiresAt = command.Days is { } days ? now.AddDays(days) : null;
        var (created, secret) = ApiKey.Create(organization, name, command.Scopes, expiresAt, caller.User, now);
        unit.Db.Add(created);
        Audit(unit.Db, "api-key.created", created, null, StateOf(created), caller, now);
        await unit.CommitAsync(cancellationToken);
        return new IssuedApiKey(created.Id, secret);
    }

    public Task<Outcome<IssuedApiKey, ApiKeyRefusal>> HandleAsync(RotateApiKey command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        return ChangeAsync<IssuedApiKey>(command.Organization, command.Key, command.Caller, (db, key, now) =>
        {
            if (!key.IsValidAt(now))
            {
                return ApiKeyRefusal.Ended;
            }

            var before = StateOf(key);
            var secret = key.Rotate(now);
            Audit(db, "api-key.rotated", key, before, StateOf(key), command.Caller, now);
            return new IssuedApiKey(key.Id, secret);
        }, cancellationToken);
    }

    /// <summary>Revoking twice is one revocation.</summary>
    public Task<Outcome<Guid, ApiKeyRefusal>> HandleAsync(RevokeApiKey command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        return ChangeAsync<Guid>(command.Organization, command.Key, command.Caller, (db, key, now) =>
        {
            if (key.RevokedAt is null)
            {
                key.Revoke(now);
                Audit(db, "api-key.revoked", key, StateOf(key), null, command.Caller, now);
            }

            return key.Id;
        }, cancellationToken);
    }

    private async Task<Outcome<TResult, ApiKeyRefusal>> ChangeAsync<TResult>(
        OrganizationId organization, Guid id, Caller caller,
        Func<TicketingDbContext, ApiKey, DateTimeOffset, Outcome<TResult, ApiKeyRefusal>> change, CancellationToken cancellationToken)
    {
        if (await RefusalForAsync(organization, caller) is { } refusal)
        {
            return refusal;
        }

        await using var unit = await Unit.BeginAsync(contexts, organization, cancellationToken);
        var key = await unit.Db.Set<ApiKey>().SingleOrDefaultAsync(
            found => found.Id == id && found.OrganizationId == organization, cancellationToken);
        if (key is null)
        {
            return ApiKeyRefusal.NotFound;
        }

        var outcome = change(unit.Db, key, time.GetDatabaseNow());
        if (outcome.Succeeded)
        {
            await unit.CommitAsync(cancellationToken);
        }

        return outcome;
    }

    private async Task<ApiKeyRefusal?> RefusalForAsync(OrganizationId organization, Caller caller) =>
        caller.Key is not null || !caller.Runs(organization) ? ApiKeyRefusal.NotFound
        : !caller.IsOwnerOf(organization) ? ApiKeyRefusal.OwnersOnly
        : !proof.IsOf(caller) ? ApiKeyRefusal.ProofNeeded
        : !await limits.TryCountAsync(CommandLimits.OrganizationChanges, caller) ? ApiKeyRefusal.TooOften
        : null;

    private static object StateOf(ApiKey key) => new { key.Name, key.Hint, key.Scopes, key.ExpiresAt };

    private static void Audit(
        TicketingDbContext db, string action, ApiKey key, object? before, object? after, Caller caller, DateTimeOffset now) =>
        AuditLog.Add(db, action, "organization", key.OrganizationId.ToString(), before, after, caller.Actor, now);

    /// <summary>A transaction that holds the lock of an organization's keys.</summary>
    private sealed class Unit(TicketingDbContext db) : IAsyncDisposable
    {
        public TicketingDbContext Db => db;

        public static async Task<Unit> BeginAsync(
            IDbContextFactory<TicketingDbContext> contexts, OrganizationId organization, CancellationToken cancellationToken)
        {
            var db = await contexts.CreateDbContextAsync(cancellationToken);
            await db.Database.BeginTransactionAsync(cancellationToken);
            await db.Database.ExecuteSqlAsync(
                $"SELECT pg_advisory_xact_lock(hashtextextended({"keys of " + organization}, 0))", cancellationToken);
            return new Unit(db);
        }

        public async Task CommitAsync(CancellationToken cancellationToken)
        {
            await db.SaveChangesAsync(cancellationToken);
            await db.Database.CommitTransactionAsync(cancellationToken);
        }

        public ValueTask DisposeAsync() => db.DisposeAsync();
    }
}
