using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Core.Presales;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Limits;
using Ticketing.Infrastructure.Messaging;

namespace Ticketing.Infrastructure.Presales;

/// <summary>
/// Creates, changes and deletes presales, with an audit entry in the same transaction. Sales follow within two seconds, when the instances
/// read their selling facts again.
/// </summary>
public sealed class ManagePresalesHandler(IDbContextFactory<TicketingDbContext> contexts, CommandCounter limits, TimeProvider time)
{
    public async Task<Outcome<PresaleId, RefusedPresale>> HandleAsync(CreatePresale command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (!await limits.TryCountAsync(CommandLimits.PresaleChanges, command.Caller))
        {
            return new RefusedPresale(PresaleRefusal.TooOften);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await OrganizationOfAsync(db, command.Event, cancellationToken) is not { } organization || !command.Caller.Runs(organization, command.Event))
        {
            return new RefusedPresale(PresaleRefusal.NotFound);
        }

        var dates = await ReadDatesAsync(db, command.Event, command.Terms, cancellationToken);
        if (!dates.Succeeded)
        {
            return dates.Refusal;
        }

        // Serialises creations, so that the maximum holds.
        await db.Database.ExecuteSqlAsync(
            $"SELECT pg_advisory_xact_lock(hashtextextended({"presales " + command.Event}, 0))", cancellationToken);
        if (await db.Set<Presale>().CountAsync(found => found.EventId == command.Event, cancellationToken) >= Presale.PerEventMax)
        {
            return new RefusedPresale(PresaleRefusal.LimitReached);
        }

        var (terms, now) = (command.Terms, time.GetDatabaseNow());
        var presale = new Presale
        {
            Id = PresaleId.New(),
            OrganizationId = organization,
            EventId = command.Event,
            Name = TypedText.Line(terms.Name),
            OpensAt = terms.OpensAt!.Value.ToUniversalTime(),
            ClosesAt = terms.ClosesAt!.Value.ToUniversalTime(),
            Categories = [.. terms.Categories.Distinct(StringComparer.Ordinal)],
            SeatsPerBuyerMax = terms.SeatsPerBuyerMax,
            CreatedAt = now,
        };
        db.Add(presale);
        db.AddRange(dates.Value.Select(date => new PresaleDate { PresaleId = presale.Id, PerformanceId = date }));
        AuditLog.Add(db, PresaleRows.Entry("presale.created", presale.Id, null, presale.ToAuditJson(dates.Value), command.Caller.Actor, now));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return presale.Id;
    }

    public Task<Outcome<PresaleId, RefusedPresale>> HandleAsync(EditPresale command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        return ChangeAsync(new AmendPresale(command.Presale, _ => command.Terms, command.Caller), command.Seen, cancellationToken);
    }

    public Task<Outcome<PresaleId, RefusedPresale>> HandleAsync(AmendPresale command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        return ChangeAsync(command, null, cancellationToken);
    }

    public async Task<Outcome<PresaleId, RefusedPresale>> HandleAsync(DeletePresale command, CancellationToken cancellationToken)
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

        // An order that takes a use waits for these locks, and then finds no code.
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM access_codes WHERE presale_id = {presale.Id.Value} ORDER BY id FOR UPDATE", cancellationToken);
        if (await db.Set<AccessCode>().AnyAsync(code => code.PresaleId == presale.Id && code.Uses > 0, cancellationToken))
        {
            return new RefusedPresale(PresaleRefusal.InUse);
        }

        var before = presale.ToAuditJson(await db.DatesOfAsync(presale.Id, cancellationToken));
        await db.Set<Presale>().Where(found => found.Id == presale.Id).ExecuteDeleteAsync(cancellationToken);
        AuditLog.Add(db, PresaleRows.Entry("presale.deleted", presale.Id, before, null, command.Caller.Actor, time.GetDatabaseNow()));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return command.Presale;
    }

    /// <param name="seen">The terms that the change is based on; null: those that are stored.</param>
    private async Task<Outcome<PresaleId, RefusedPresale>> ChangeAsync(
        AmendPresale command, PresaleTerms? seen, CancellationToken cancellationToken)
    {
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

        var present = await db.DatesOfAsync(presale.Id, cancellationToken);
        var stored = PresaleTerms.Of(presale, present);
        if (seen is not null && !seen.IsSame(stored))
        {
            return new RefusedPresale(PresaleRefusal.Changed);
        }

        var terms = command.Change(stored);
        var wanted = await ReadDatesAsync(db, presale.EventId, terms, cancellationToken);
        if (!wanted.Succeeded)
        {
            return wanted.Refusal;
        }

        var before = presale.ToAuditJson(present);
        Set(presale, terms);
        var removed = present.Except(wanted.Value).ToList();
        await db.Set<PresaleDate>().Where(date => date.PresaleId == presale.Id && removed.Contains(date.PerformanceId))
            .ExecuteDeleteAsync(cancellationToken);
        db.AddRange(wanted.Value.Except(present).Select(date => new PresaleDate { PresaleId = presale.Id, PerformanceId = date }));
        var after = presale.ToAuditJson(wanted.Value);
        if (after != before)
        {
            AuditLog.Add(db, PresaleRows.Entry(
                "presale.changed", presale.Id, before, after, command.Caller.Actor, time.GetDatabaseNow()));
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return presale.Id;
    }

    private static void Set(Presale presale, PresaleTerms terms)
    {
        presale.Name = TypedText.Line(terms.Name);
        (presale.OpensAt, presale.ClosesAt) = (terms.OpensAt!.Value.ToUniversalTime(), terms.ClosesAt!.Value.ToUniversalTime());
        presale.Categories = [.. terms.Categories.Distinct(StringComparer.Ordinal)];
        presale.SeatsPerBuyerMax = terms.SeatsPerBuyerMax;
    }

    private static async Task<OrganizationId?> OrganizationOfAsync(TicketingDbContext db, Core.Common.EventId id, CancellationToken cancellationToken)
    {
        var found = await db.Database.SqlQuery<Guid>($"SELECT organization_id AS \"Value\" FROM catalog_events WHERE id = {id.Value}")
            .ToListAsync(cancellationToken);
        return found is [var organization] ? new OrganizationId(organization) : null;
    }

    /// <summary>The performances that valid terms name: all of the event where they name none. Those of other events are refused.</summary>
    private static async Task<Outcome<IReadOnlyList<PerformanceId>, RefusedPresale>> ReadDatesAsync(
        TicketingDbContext db, Core.Common.EventId id, PresaleTerms terms, CancellationToken cancellationToken)
    {
        if (terms.Faults() is { Count: > 0 } faults)
        {
            return new RefusedPresale(PresaleRefusal.Invalid, faults);
        }

        var all = (await db.Database.SqlQuery<Guid>($"SELECT id AS \"Value\" FROM catalog_performances WHERE event_id = {id.Value}")
            .ToListAsync(cancellationToken)).ConvertAll(date => new PerformanceId(date));
        if (all.Count == 0)
        {
            return new RefusedPresale(PresaleRefusal.Invalid, [PresaleTerms.NoDates]);
        }

        var wanted = terms.Dates.Distinct().ToList();
        return wanted.Count == 0 ? all
            : wanted.TrueForAll(all.Contains) ? wanted
            : new RefusedPresale(PresaleRefusal.Invalid, [PresaleTerms.OtherDates]);
    }
}
