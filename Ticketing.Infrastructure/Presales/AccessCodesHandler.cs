using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Core.Presales;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Limits;
using Ticketing.Infrastructure.Messaging;

namespace Ticketing.Infrastructure.Presales;

/// <summary>
/// Makes and revokes access codes, with an audit entry in the same transaction. The unique index on organization and code decides about
/// collisions, so that concurrent creations need no lock beyond the presale's.
/// </summary>
public sealed class AccessCodesHandler(IDbContextFactory<TicketingDbContext> contexts, CommandCounter limits, TimeProvider time)
{
    private const int RoundsMax = 20;

    /// <returns>The number of codes made: all that were asked for.</returns>
    public async Task<Outcome<int, RefusedPresale>> HandleAsync(MakeAccessCodes command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (!await limits.TryCountAsync(CommandLimits.PresaleChanges, command.Caller))
        {
            return new RefusedPresale(PresaleRefusal.TooOften);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await db.LockPresaleAsync(command.Presale, command.Caller, cancellationToken) is not { } presale)
        {
            return new RefusedPresale(PresaleRefusal.NotFound);
        }

        if (command.Faults() is { Count: > 0 } faults)
        {
            return new RefusedPresale(PresaleRefusal.Invalid, faults);
        }

        var wanted = command.Code is null ? command.Count : 1;
        if (await db.Set<AccessCode>().CountAsync(code => code.PresaleId == presale.Id, cancellationToken) + wanted > Presale.CodesMax)
        {
            return new RefusedPresale(PresaleRefusal.LimitReached);
        }

        var now = time.GetDatabaseNow();
        var made = 0;
        for (var round = 0; made < wanted; round++)
        {
            string[] codes = command.Code is { } code
                ? [AccessCode.Normalize(code)]
                : [.. Enumerable.Range(0, wanted - made).Select(_ => RandomCodes.New("", AccessCode.RandomLength))];
            var inserted = await InsertAsync(db, presale, codes, command, now, cancellationToken);
            if (inserted == 0 && command.Code is not null)
            {
                return new RefusedPresale(PresaleRefusal.CodeTaken);
            }

            made += inserted;
            Invariant.Holds(round < RoundsMax);
        }

        AuditLog.Add(db, PresaleRows.Entry(
            "presale.codes-made", presale.Id, null, PresaleRows.Json(new { count = made, usesMax = command.UsesMax }), command.Caller.Actor, now));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return made;
    }

    public async Task<Outcome<AccessCodeId, RefusedPresale>> HandleAsync(RevokeAccessCode command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (!await limits.TryCountAsync(CommandLimits.PresaleChanges, command.Caller))
        {
            return new RefusedPresale(PresaleRefusal.TooOften);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await db.LockPresaleAsync(command.Presale, command.Caller, cancellationToken) is not { } presale)
        {
            return new RefusedPresale(PresaleRefusal.NotFound);
        }

        var now = time.GetDatabaseNow();
        var one = db.Set<AccessCode>().Where(code => code.Id == command.Code && code.PresaleId == presale.Id);
        if (await one.Where(code => code.RevokedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(code => code.RevokedAt, now), cancellationToken) == 1)
        {
            AuditLog.Add(db, PresaleRows.Entry(
                "presale.code-revoked", presale.Id, PresaleRows.Json(new { code = command.Code.Value }), null, command.Caller.Actor, now));
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return command.Code;
        }

        return await one.AnyAsync(cancellationToken) ? command.Code : new RefusedPresale(PresaleRefusal.NotFound);
    }

    private static Task<int> InsertAsync(
        TicketingDbContext db, Presale presale, string[] codes, MakeAccessCodes command, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var ids = Array.ConvertAll(codes, _ => Guid.CreateVersion7(now));
        var email = command.Email is { } address ? EmailAddress.Normalize(address) : null;
        return db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO access_codes (id, presale_id, organization_id, code, uses_max, uses, email_normalized, created_at)
            SELECT t.id, {presale.Id.Value}, {presale.OrganizationId.Value}, t.code, {command.UsesMax}, 0, {email}::text, {now}
            FROM unnest({ids}, {codes}) AS t(id, code)
            ON CONFLICT (organization_id, code) DO NOTHING
            """, cancellationToken);
    }
}
