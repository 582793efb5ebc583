using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Core.WaitingRoom;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.WaitingRoom.Engine;
using Ticketing.Infrastructure.WaitingRoom.Join;

namespace Ticketing.Infrastructure.WaitingRoom.Links;

/// <summary>Enters by a skip-the-line link.</summary>
/// <param name="Performance">The performance of the requested URL.</param>
public sealed record EnterByLink(PerformanceId Performance, AdmissionLinkToken Token, QueueOwner Owner);

/// <summary>Why a link admitted nobody.</summary>
public enum LinkRefusal
{
    /// <summary>No active waiting room.</summary>
    NoRoom,

    /// <summary>No such link, or a link of another performance.</summary>
    Unknown,

    /// <summary>Revoked by the organizer.</summary>
    Revoked,

    /// <summary>Past its validity.</summary>
    Expired,

    /// <summary>All uses are taken, or this visitor's pass of a personal link has ended.</summary>
    Spent,

    /// <summary>A personal link used by another visitor.</summary>
    Taken,

    /// <summary>The room is closed.</summary>
    Closed,

    /// <summary>The maximum of active passes is reached, or Redis or PostgreSQL is unavailable; retry.</summary>
    Busy,
}

/// <summary>
/// Handles <see cref="EnterByLink"/>. Records the use before the claim in Redis, so that a repeated request has one use, and removes it if
/// the claim is refused. After an unknown result the use stays for the visitor's next attempt.
/// </summary>
public sealed class EnterByLinkHandler
{
    private const int NoUse = 0;

    private readonly RoomBoard _board;
    private readonly ClaimPassHandler _claim;
    private readonly IDbContextFactory<TicketingDbContext> _contexts;
    private readonly TimeProvider _time;

    internal EnterByLinkHandler(
        RoomBoard board, ClaimPassHandler claim, IDbContextFactory<TicketingDbContext> contexts, TimeProvider time) =>
        (_board, _claim, _contexts, _time) = (board, claim, contexts, time);

    public async Task<Outcome<AdmissionPass, LinkRefusal>> HandleAsync(EnterByLink command, CancellationToken cancellationToken)
    {
        if (_board.Find(command.Performance) is not { } room)
        {
            return LinkRefusal.NoRoom;
        }

        try
        {
            var taken = await TakeAsync(command, room.Now(_time), cancellationToken);
            if (!taken.Succeeded)
            {
                return taken.Refusal;
            }

            var admitted = await _claim.AdmitByLinkAsync(room, taken.Value.Place, command.Owner, cancellationToken);
            if (!admitted.Succeeded && taken.Value.IsNew && admitted.Refusal is (ClaimRefusal.Full or ClaimRefusal.TooLate))
            {
                await UndoUseAsync(command, taken.Value.Use);
            }

            return Read(admitted);
        }
        catch (Exception outage) when (DatabaseRetry.IsTransient(outage))
        {
            return LinkRefusal.Busy;
        }
    }

    /// <summary>The refusal that this visitor would get now; null: none is foreseeable. Changes nothing.</summary>
    public async Task<LinkRefusal?> CheckAsync(EnterByLink command, CancellationToken cancellationToken)
    {
        if (_board.Find(command.Performance) is not { } room)
        {
            return LinkRefusal.NoRoom;
        }

        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var link = await db.AdmissionLinks.AsNoTracking().SingleOrDefaultAsync(l => l.Id == command.Token.Link, cancellationToken);
        var found = await FindUseAsync(db, link, command, room.Now(_time), cancellationToken);
        return found.Succeeded ? room.Phase == RoomPhase.Closed ? LinkRefusal.Closed : null : found.Refusal;
    }

    private async Task<Outcome<TakenUse, LinkRefusal>> TakeAsync(
        EnterByLink command, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var link = await LockAsync(db, command.Token.Link, cancellationToken);
        var found = await FindUseAsync(db, link, command, now, cancellationToken);
        if (!found.Succeeded)
        {
            return found.Refusal;
        }

        if (found.Value != NoUse)
        {
            return new TakenUse(found.Value, link!.PlaceOf(found.Value), IsNew: false);
        }

        var use = link!.IsPersonal ? command.Token.Use : await FreeUseAsync(db, link, cancellationToken);
        link.Count();
        db.Add(new AdmissionLinkUse { LinkId = link.Id, Use = use, Owner = command.Owner.ToArray(), At = now });
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new TakenUse(use, link.PlaceOf(use), IsNew: true);
    }

    // Not cancellable: the use must be removed also after an aborted request.
    private async Task UndoUseAsync(EnterByLink command, int use)
    {
        await using var db = await _contexts.CreateDbContextAsync();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var link = await LockAsync(db, command.Token.Link, CancellationToken.None);
        var owner = command.Owner.ToArray();
        var place = link!.PlaceOf(use);

        // A concurrent request of the same visitor may have been admitted.
        if (!await db.Admissions.AnyAsync(a => a.PerformanceId == link.PerformanceId && a.Place == place)
            && await db.AdmissionLinkUses.Where(u => u.LinkId == link.Id && u.Use == use && u.Owner == owner).ExecuteDeleteAsync() == 1)
        {
            link.UndoCount();
            await db.SaveChangesAsync();
            await transaction.CommitAsync();
        }
    }

    private static async Task<AdmissionLink?> LockAsync(TicketingDbContext db, Guid id, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM admission_links WHERE id = {id} FOR UPDATE", cancellationToken);
        return await db.AdmissionLinks.SingleOrDefaultAsync(link => link.Id == id, cancellationToken);
    }

    // Usually the next number; an undone use leaves a gap.
    private static async Task<int> FreeUseAsync(TicketingDbContext db, AdmissionLink link, CancellationToken cancellationToken)
    {
        var next = link.Used + 1;
        return !await db.AdmissionLinkUses.AnyAsync(u => u.LinkId == link.Id && u.Use == next, cancellationToken)
            ? next
            : await db.Database.SqlQuery<int>(
                $"""
                SELECT use AS "Value" FROM generate_series(1, {link.People}) AS use
                WHERE NOT EXISTS (SELECT FROM admission_link_uses u WHERE u.link_id = {link.Id} AND u.use = use.use) ORDER BY use LIMIT 1
                """).SingleAsync(cancellationToken);
    }

    /// <returns>The visitor's use; <see cref="NoUse"/>: a new use is allowed.</returns>
    private static async Task<Outcome<int, LinkRefusal>> FindUseAsync(
        TicketingDbContext db, AdmissionLink? link, EnterByLink command, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (link is null || command.Token.Performance != command.Performance || !link.Has(command.Token))
        {
            return LinkRefusal.Unknown;
        }

        switch (link.StateAt(now))
        {
            case LinkState.Revoked:
                return LinkRefusal.Revoked;
            case LinkState.Expired:
                return LinkRefusal.Expired;
            case LinkState.Open:
                break;
        }

        var owner = command.Owner.ToArray();
        var uses = db.AdmissionLinkUses.AsNoTracking().Where(u => u.LinkId == link.Id);
        var present = link.IsPersonal
            ? await uses.SingleOrDefaultAsync(u => u.Use == command.Token.Use, cancellationToken)
            : await uses.Where(u => u.Owner == owner).OrderByDescending(u => u.Use).FirstOrDefaultAsync(cancellationToken);
        if (present is not null && !present.Owner.AsSpan().SequenceEqual(owner))
        {
            return LinkRefusal.Taken;
        }

        if (present is not null && !await HasEndedAsync(db, link, present.Use, now, cancellationToken))
        {
            return present.Use;
        }

        // After the pass has ended, a shared link allows the visitor another use.
        if (link.Used == link.People || (present is not null && link.IsPersonal))
        {
            return LinkRefusal.Spent;
        }

        return NoUse;
    }

    private static Task<bool> HasEndedAsync(
        TicketingDbContext db, AdmissionLink link, int use, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var place = link.PlaceOf(use);
        return db.Admissions.AnyAsync(a => a.PerformanceId == link.PerformanceId
            && a.Place == place && (a.ReleasedAt != null || a.ExpiresAt <= now), cancellationToken);
    }

    private static Outcome<AdmissionPass, LinkRefusal> Read(Outcome<AdmissionPass, ClaimRefusal> admitted) => admitted.Succeeded
        ? admitted.Value
        : admitted.Refusal switch
        {
            ClaimRefusal.NoRoom => LinkRefusal.NoRoom,
            ClaimRefusal.Used => LinkRefusal.Spent,
            ClaimRefusal.TooLate => LinkRefusal.Closed,
            ClaimRefusal.NotYet or ClaimRefusal.Full or ClaimRefusal.Busy => LinkRefusal.Busy,
        };

    private readonly record struct TakenUse(int Use, long Place, bool IsNew);
}
