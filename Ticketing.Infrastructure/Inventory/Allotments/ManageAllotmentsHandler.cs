using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Core.Inventory.Allotments;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Inventory.Feed;
using Ticketing.Infrastructure.Inventory.Sale;
using Ticketing.Infrastructure.Limits;
using Ticketing.Infrastructure.Messaging;

namespace Ticketing.Infrastructure.Inventory.Allotments;

/// <summary>
/// Creates, changes and releases allotments. Seats, allotment, audit entry and facts change in one transaction; viewers and Redis follow
/// after the commit, and read PostgreSQL again if the process dies in between.
/// <para>Lock order: the performance's allotments, the allotment, seats by index.</para>
/// </summary>
public sealed class ManageAllotmentsHandler(
    IDbContextFactory<TicketingDbContext> contexts, SellingFactsCache selling, SeatFeed feed, SeatAnnouncer announcer, CommandCounter limits,
    TimeProvider time)
{
    private const string Subject = "allotment";

    public async Task<Outcome<AllotmentId, RefusedAllotment>> HandleAsync(CreateAllotment command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        var now = time.GetDatabaseNow();
        if (!await limits.TryCountAsync(CommandLimits.AllotmentChanges, command.Caller))
        {
            return new RefusedAllotment(AllotmentRefusal.TooOften);
        }

        if (await selling.GetForOrderAsync(command.Performance, cancellationToken) is not { } facts
            || !command.Caller.Runs(facts.Terms.Organization.Id, facts.Terms.Event))
        {
            return new RefusedAllotment(AllotmentRefusal.NotFound);
        }

        if (command.Terms.Faults(now) is { Count: > 0 } faults)
        {
            return new RefusedAllotment(AllotmentRefusal.Invalid) { Faults = faults };
        }

        var chosen = await ChooseAsync(facts, command.Seats, cancellationToken);
        if (!chosen.Succeeded)
        {
            return chosen.Refusal;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);

        // Serialises creations, so that the maximum holds.
        await db.Database.ExecuteSqlAsync(
            $"SELECT pg_advisory_xact_lock(hashtextextended({"allotments " + command.Performance}, 0))", cancellationToken);
        if (await db.Set<Allotment>().CountAsync(
            each => each.PerformanceId == command.Performance && each.ReleasedAt == null, cancellationToken) >= Allotment.PerPerformanceMax)
        {
            return new RefusedAllotment(AllotmentRefusal.LimitReached);
        }

        var terms = command.Terms;
        var allotment = new Allotment
        {
            Id = AllotmentId.New(),
            OrganizationId = facts.Terms.Organization.Id,
            PerformanceId = command.Performance,
            Name = TypedText.Line(terms.Name),
            Kind = terms.Kind,
            Color = terms.Color!,
            ReleaseAt = terms.ReleaseAt?.ToUniversalTime(),
            CreatedAt = now,
        };
        db.Add(allotment);
        var changes = await AllottedSeats.AllotAsync(
            Connection(db), Transaction(transaction), command.Performance, allotment.Id, chosen.Value.Seats, now, cancellationToken);
        if (changes.Count == 0)
        {
            return await TakenAsync(facts, chosen.Value.Seats, db, cancellationToken);
        }

        Record(db, "allotment.created", allotment, null, Describe(allotment, changes.Count), command.Caller.Actor, now);
        NoteSeats(db, allotment.PerformanceId, now);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        await announcer.AnnounceAsync(allotment.PerformanceId, changes);
        return allotment.Id;
    }

    public async Task<Outcome<AllotmentId, RefusedAllotment>> HandleAsync(EditAllotment command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        return await ChangeAsync(
            command.Allotment, command.Caller,
            (work, _) =>
            {
                var (allotment, now) = (work.Allotment, work.Now);
                var terms = command.Terms;

                // A time of release that stays need not be in the future: the worker may be about to release it.
                var faults = (terms.ReleaseAt == allotment.ReleaseAt ? terms with { ReleaseAt = null } : terms).Faults(now);
                if (faults.Count > 0)
                {
                    return Task.FromResult<RefusedAllotment?>(new RefusedAllotment(AllotmentRefusal.Invalid) { Faults = faults });
                }

                var before = Describe(allotment, null);
                (allotment.Name, allotment.Kind) = (TypedText.Line(terms.Name), terms.Kind);
                (allotment.Color, allotment.ReleaseAt) = (terms.Color!, terms.ReleaseAt?.ToUniversalTime());
                Record(work.Db, "allotment.changed", allotment, before, Describe(allotment, null), command.Caller.Actor, now);
                return Task.FromResult<RefusedAllotment?>(null);
            },
            cancellationToken);
    }

    public async Task<Outcome<AllotmentId, RefusedAllotment>> HandleAsync(AddToAllotment command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        return await ChangeAsync(
            command.Allotment, command.Caller,
            async (work, cancelled) =>
            {
                var chosen = await ChooseAsync(work.Facts, command.Seats, cancelled);
                if (!chosen.Succeeded)
                {
                    return chosen.Refusal;
                }

                var changes = await AllottedSeats.AllotAsync(
                    Connection(work.Db), work.Transaction, work.Allotment.PerformanceId, work.Allotment.Id, chosen.Value.Seats, work.Now, cancelled);
                if (changes.Count == 0)
                {
                    return await TakenAsync(work.Facts, chosen.Value.Seats, work.Db, cancelled);
                }

                work.Changes.AddRange(changes);
                Record(work.Db, "allotment.seats-added", work.Allotment, null, new { seats = changes.Count }, command.Caller.Actor, work.Now);
                return null;
            },
            cancellationToken);
    }

    public async Task<Outcome<AllotmentId, RefusedAllotment>> HandleAsync(ReleaseFromAllotment command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        return await ChangeAsync(
            command.Allotment, command.Caller,
            async (work, cancelled) =>
            {
                var own = await AllotmentReader.FreeSeatsAsync(work.Db, work.Allotment.Id, cancelled);
                var chosen = command.Seats.Read(work.Facts.Plan, own.Contains);
                if (chosen.Unknown.Count > 0 || chosen.Seats.Count == 0)
                {
                    return Unusable(chosen);
                }

                var changes = await AllottedSeats.ReleaseAsync(
                    Connection(work.Db), work.Transaction, work.Allotment.PerformanceId, work.Allotment.Id, chosen.Seats, cancelled);
                if (changes.Count == 0)
                {
                    return new RefusedAllotment(AllotmentRefusal.NothingChosen);
                }

                work.Changes.AddRange(changes);
                Record(work.Db, "allotment.seats-released", work.Allotment, null, new { seats = changes.Count }, command.Caller.Actor, work.Now);
                return null;
            },
            cancellationToken);
    }

    public async Task<Outcome<AllotmentId, RefusedAllotment>> HandleAsync(ReleaseAllotment command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        var released = await ChangeAsync(
            command.Allotment, command.Caller,
            async (work, cancelled) =>
            {
                work.Changes.AddRange(await EndAsync(work.Db, work.Transaction, work.Allotment, command.Caller.Actor, work.Now, cancelled));
                return null;
            },
            cancellationToken);
        return released is { Succeeded: false, Refusal.Reason: AllotmentRefusal.Released } ? command.Allotment : released;
    }

    /// <summary>Releases an allotment whose time has come, unless another instance does, or its time was changed.</summary>
    internal async Task ReleaseDueAsync(AllotmentId id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var now = time.GetDatabaseNow();
        var locked = await db.Database.SqlQuery<Guid>(
            $"SELECT id AS \"Value\" FROM allotments WHERE id = {id.Value} AND released_at IS NULL AND release_at <= {now} FOR UPDATE SKIP LOCKED")
            .ToListAsync(cancellationToken);
        if (locked.Count == 0)
        {
            return;
        }

        var allotment = await db.Set<Allotment>().SingleAsync(each => each.Id == id, cancellationToken);
        var changes = await EndAsync(db, Transaction(transaction), allotment, Actor.System, now, cancellationToken);
        NoteSeats(db, allotment.PerformanceId, now);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        await announcer.AnnounceAsync(allotment.PerformanceId, Published(changes));
    }

    private static async Task<List<SeatChange>> EndAsync(
        TicketingDbContext db, NpgsqlTransaction transaction, Allotment allotment, Actor actor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var before = Describe(allotment, null);
        var changes = await AllottedSeats.ReleaseAsync(
            Connection(db), transaction, allotment.PerformanceId, allotment.Id, null, cancellationToken);
        allotment.Release(
            changes.Count(change => change.Status == SeatStatus.Available), changes.Count(change => change.Status == SeatStatus.Sold), now);
        Record(db, "allotment.released", allotment, before, Describe(allotment, changes.Count), actor, now);
        return changes;
    }

    // Locks an allotment that lasts and runs a change of it; a refusal changes nothing.
    private async Task<Outcome<AllotmentId, RefusedAllotment>> ChangeAsync(
        AllotmentId id, Caller caller, Func<Work, CancellationToken, Task<RefusedAllotment?>> change, CancellationToken cancellationToken)
    {
        if (!await limits.TryCountAsync(CommandLimits.AllotmentChanges, caller))
        {
            return new RefusedAllotment(AllotmentRefusal.TooOften);
        }

        // Read before the locks: the facts do not belong to the allotment.
        if (await FactsOfAsync(id, caller, cancellationToken) is not { } facts)
        {
            return new RefusedAllotment(AllotmentRefusal.NotFound);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM allotments WHERE id = {id.Value} FOR UPDATE", cancellationToken);
        var allotment = await db.Set<Allotment>().SingleAsync(each => each.Id == id, cancellationToken);
        if (allotment.ReleasedAt is not null)
        {
            return new RefusedAllotment(AllotmentRefusal.Released);
        }

        var work = new Work(db, Transaction(transaction), allotment, facts, time.GetDatabaseNow());
        if (await change(work, cancellationToken) is { } refused)
        {
            return refused;
        }

        if (work.Changes.Count > 0)
        {
            NoteSeats(db, allotment.PerformanceId, work.Now);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        await announcer.AnnounceAsync(allotment.PerformanceId, Published(work.Changes));
        return id;
    }

    private async Task<SellingFacts?> FactsOfAsync(AllotmentId id, Caller caller, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await db.Set<Allotment>().AsNoTracking().SingleOrDefaultAsync(each => each.Id == id, cancellationToken);
        return found is not null && caller.RunsSomeOf(found.OrganizationId)
            && await selling.GetForOrderAsync(found.PerformanceId, cancellationToken) is { } facts
            && caller.Runs(found.OrganizationId, facts.Terms.Event)
                ? facts
                : null;
    }

    private async Task<Outcome<ChosenSeats, RefusedAllotment>> ChooseAsync(
        SellingFacts facts, SeatChoice choice, CancellationToken cancellationToken)
    {
        var statuses = await feed.StatusesAsync(facts.Terms.Performance, facts.Plan, cancellationToken) ?? [];
        var chosen = choice.Read(facts.Plan, seat => seat.Value < statuses.Length && statuses[seat.Value] == SeatStatus.Available);
        return chosen.Unknown.Count > 0 || chosen.Seats.Count == 0 ? Unusable(chosen) : chosen;
    }

    private static RefusedAllotment Unusable(ChosenSeats chosen) => chosen.Unknown.Count > 0
        ? new RefusedAllotment(AllotmentRefusal.UnknownSeats) { Names = chosen.Unknown }
        : new RefusedAllotment(AllotmentRefusal.NothingChosen);

    // Which of the seats have another owner, for the sentence: what decided is the statement before.
    private async Task<RefusedAllotment> TakenAsync(
        SellingFacts facts, IReadOnlyList<SeatIndex> seats, TicketingDbContext db, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var taken = await db.Seats.AsNoTracking()
            .Where(seat => seat.PerformanceId == facts.Terms.Performance && seats.Contains(seat.SeatIndex)
                && (seat.AllotmentId != null || seat.Status == SeatStatus.Sold || (seat.Status == SeatStatus.Held && seat.HeldUntil > now)))
            .OrderBy(seat => seat.SeatIndex).Select(seat => seat.SeatIndex).ToListAsync(cancellationToken);
        return new RefusedAllotment(AllotmentRefusal.SeatsTaken) { Names = taken.ConvertAll(facts.Plan.LabelOf) };
    }

    // Seats that stay held or sold have not changed for anybody.
    private static List<SeatChange> Published(List<SeatChange> changes) =>
        changes.FindAll(change => change.Status is SeatStatus.Available or SeatStatus.Blocked);

    private static void Record(
        TicketingDbContext db, string type, Allotment allotment, object? before, object? after, Actor actor, DateTimeOffset now)
    {
        AuditLog.Add(db, type, Subject, allotment.Id.ToString(), before, after, actor, now);
        Outbox.Add(
            db, type, Subject, allotment.Id.ToString(), allotment.OrganizationId,
            new AllotmentFact(allotment.Id.Value, allotment.PerformanceId.Value, allotment.Name, allotment.Kind.ToWord()), now);
    }

    // The seats' counts are read again: see AvailabilityConsumer.
    private static void NoteSeats(TicketingDbContext db, PerformanceId performance, DateTimeOffset now) => Outbox.Add(
        db, SeatsFact.Type, SeatsFact.Aggregate, Guid.CreateVersion7(now).ToString(), null, new SeatsFact([performance.Value]), now);

    private static object Describe(Allotment allotment, int? seats) => new
    {
        name = allotment.Name,
        kind = allotment.Kind.ToWord(),
        color = allotment.Color,
        releaseAt = allotment.ReleaseAt,
        seats,
    };

    private static NpgsqlConnection Connection(TicketingDbContext db) => (NpgsqlConnection)db.Database.GetDbConnection();

    private static NpgsqlTransaction Transaction(IDbContextTransaction transaction) => (NpgsqlTransaction)transaction.GetDbTransaction();

    private sealed record Work(
        TicketingDbContext Db, NpgsqlTransaction Transaction, Allotment Allotment, SellingFacts Facts, DateTimeOffset Now)
    {
        public List<SeatChange> Changes { get; } = [];
    }
}
