using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering.Extras;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Limits;
using Ticketing.Infrastructure.Messaging;

namespace Ticketing.Infrastructure.Ordering.Extras;

/// <summary>Creates, changes, sorts and removes extras of events, with an audit entry in the same transaction.</summary>
/// <remarks>
/// Changes lock the rows of the event's extras, which orders take units of: a stock is never set below what is sold. They lock all of them by id,
/// as orders do, since a move writes several.
/// </remarks>
public sealed class ManageExtrasHandler(IDbContextFactory<TicketingDbContext> contexts, CommandCounter limits, TimeProvider time)
{
    private const string Subject = "extra";

    public async Task<Outcome<ExtraId, RefusedExtra>> HandleAsync(CreateExtra command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (!await limits.TryCountAsync(CommandLimits.ExtraChanges, command.Caller))
        {
            return new RefusedExtra(ExtraRefusal.TooOften);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await FindOrganizationAsync(db, command.Event, cancellationToken) is not { } organization || !command.Caller.Runs(organization, command.Event))
        {
            return new RefusedExtra(ExtraRefusal.NotFound);
        }

        if (await FindCurrencyAsync(db, command.Event, cancellationToken) is not { } currency)
        {
            return new RefusedExtra(ExtraRefusal.Invalid, [ExtraTerms.NoDates]);
        }

        if (command.Terms.Faults(currency) is { Count: > 0 } faults)
        {
            return new RefusedExtra(ExtraRefusal.Invalid, faults);
        }

        await LockEventAsync(db, command.Event, cancellationToken);
        var last = await LastAsync(db, command.Event, cancellationToken);
        if (last.Count >= Extra.PerEventMax)
        {
            return new RefusedExtra(ExtraRefusal.LimitReached);
        }

        var (terms, now) = (command.Terms, time.GetDatabaseNow());
        var extra = new Extra
        {
            Id = ExtraId.New(),
            OrganizationId = organization,
            EventId = command.Event,
            Position = last.Position + 1,
            Kind = terms.Kind,
            Name = "",
            Description = "",
            Currency = currency,
            Price = 0,
            TaxBasisPoints = 0,
            PerOrderMax = 1,
            HasVoucher = false,
            Categories = [],
            WithSeatCategories = [],
            CreatedAt = now,
        };
        Set(extra, terms);
        db.Add(extra);
        AuditLog.Add(db, AuditEntry.Of("extra.created", Subject, extra.Id.ToString(), null, extra.ToAuditJson(), command.Caller.Actor, now));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return extra.Id;
    }

    public Task<Outcome<ExtraId, RefusedExtra>> HandleAsync(AmendExtra command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        return ChangeAsync(
            command.Extra, command.Caller, "extra.changed",
            (_, extra) =>
            {
                var stored = ExtraTerms.Of(extra);
                if (command.Seen is { } seen && !seen.IsSame(stored))
                {
                    return Task.FromResult<RefusedExtra?>(new RefusedExtra(ExtraRefusal.Changed));
                }

                // The kind decides what the amounts mean in orders that were placed.
                var terms = command.Change(stored) with { Kind = extra.Kind };
                var faults = terms.Faults(extra.Currency);
                if (faults.Count > 0 || terms.Stock < extra.Sold)
                {
                    return Task.FromResult<RefusedExtra?>(
                        new RefusedExtra(ExtraRefusal.Invalid, faults.Count > 0 ? faults : [ExtraTerms.StockSold]));
                }

                Set(extra, terms);
                return Task.FromResult<RefusedExtra?>(null);
            },
            cancellationToken);
    }

    public Task<Outcome<ExtraId, RefusedExtra>> HandleAsync(RemoveExtra command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        return ChangeAsync(
            command.Extra, command.Caller, command.IsRemoved ? "extra.removed" : "extra.restored",
            async (db, extra) =>
            {
                if (command.IsRemoved)
                {
                    extra.RemovedAt ??= time.GetDatabaseNow();
                    return null;
                }

                if (extra.RemovedAt is not null && (await LastAsync(db, extra.EventId, cancellationToken)).Count >= Extra.PerEventMax)
                {
                    return new RefusedExtra(ExtraRefusal.LimitReached);
                }

                extra.RemovedAt = null;
                return null;
            },
            cancellationToken);
    }

    public Task<Outcome<ExtraId, RefusedExtra>> HandleAsync(MoveExtra command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        return ChangeAsync(
            command.Extra, command.Caller, null,
            async (db, extra) =>
            {
                var shown = await db.Set<Extra>().Where(other => other.EventId == extra.EventId && other.RemovedAt == null)
                    .OrderBy(other => other.Position).ThenBy(other => other.Id).ToListAsync(cancellationToken);
                var index = shown.FindIndex(other => other.Id == extra.Id);
                var next = index + (command.Up ? -1 : 1);
                if (index >= 0 && next >= 0 && next < shown.Count)
                {
                    (shown[index], shown[next]) = (shown[next], shown[index]);
                    for (var i = 0; i < shown.Count; i++)
                    {
                        shown[i].Position = i + 1;
                    }
                }

                return null;
            },
            cancellationToken);
    }

    // Null as action: it is not worth an audit entry.
    private async Task<Outcome<ExtraId, RefusedExtra>> ChangeAsync(
        ExtraId id, Caller caller, string? action, Func<TicketingDbContext, Extra, Task<RefusedExtra?>> change, CancellationToken cancellationToken)
    {
        if (!await limits.TryCountAsync(CommandLimits.ExtraChanges, caller))
        {
            return new RefusedExtra(ExtraRefusal.TooOften);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await db.Set<Extra>().Where(extra => extra.Id == id).Select(extra => (EventId?)extra.EventId).SingleOrDefaultAsync(cancellationToken)
            is not { } of)
        {
            return new RefusedExtra(ExtraRefusal.NotFound);
        }

        await LockEventAsync(db, of, cancellationToken);
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM extras WHERE event_id = {of.Value} ORDER BY id FOR NO KEY UPDATE", cancellationToken);
        var found = await db.Set<Extra>().SingleAsync(extra => extra.Id == id, cancellationToken);
        if (!caller.Runs(found.OrganizationId, found.EventId))
        {
            return new RefusedExtra(ExtraRefusal.NotFound);
        }

        var before = found.ToAuditJson();
        if (await change(db, found) is { } refused)
        {
            return refused;
        }

        if (action is not null && found.ToAuditJson() is var after && after != before)
        {
            AuditLog.Add(db, AuditEntry.Of(action, Subject, id.ToString(), before, after, caller.Actor, time.GetDatabaseNow()));
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return id;
    }

    private static void Set(Extra extra, ExtraTerms terms)
    {
        (extra.Name, extra.Description) = (TypedText.Line(terms.Name), TypedText.Line(terms.Description));
        (extra.Price, extra.PriceMax, extra.TaxBasisPoints) = (terms.Price!.Value, terms.PriceMax, terms.TaxBasisPoints!.Value);
        (extra.Stock, extra.PerOrderMax, extra.HasVoucher) = (terms.Stock, terms.PerOrderMax!.Value, terms.HasVoucher);
        extra.Categories = [.. terms.Categories.Distinct(StringComparer.Ordinal)];
        (extra.WithSeatPrice, extra.WithSeatCategories) = (terms.WithSeatPrice, [.. terms.WithSeatCategories.Distinct(StringComparer.Ordinal)]);
    }

    // Serialises changes of an event's extras, so that the maximum and the order of positions hold.
    private static Task<int> LockEventAsync(TicketingDbContext db, EventId id, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({"extras " + id}, 0))", cancellationToken);

    private static async Task<(int Count, int Position)> LastAsync(TicketingDbContext db, EventId id, CancellationToken cancellationToken)
    {
        var positions = await db.Set<Extra>().Where(extra => extra.EventId == id && extra.RemovedAt == null)
            .Select(extra => extra.Position).ToListAsync(cancellationToken);
        return (positions.Count, positions.DefaultIfEmpty().Max());
    }

    private static async Task<OrganizationId?> FindOrganizationAsync(TicketingDbContext db, EventId id, CancellationToken cancellationToken)
    {
        var found = await db.Database.SqlQuery<Guid>($"SELECT organization_id AS \"Value\" FROM catalog_events WHERE id = {id.Value}")
            .ToListAsync(cancellationToken);
        return found is [var organization] ? new OrganizationId(organization) : null;
    }

    private static async Task<string?> FindCurrencyAsync(TicketingDbContext db, EventId id, CancellationToken cancellationToken)
    {
        var found = await db.Database.SqlQuery<string>(
            $"SELECT currency AS \"Value\" FROM catalog_performances WHERE event_id = {id.Value} ORDER BY starts_at, id LIMIT 1")
            .ToListAsync(cancellationToken);
        return found is [var currency] ? currency : null;
    }
}
