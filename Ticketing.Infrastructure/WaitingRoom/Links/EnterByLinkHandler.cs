using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Core.WaitingRoom;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.WaitingRoom.Engine;
using Ticketing.Infrastructure.WaitingRoom.Join;

namespace Ticketing.Infrastructure.WaitingRoom.Links;

/// <summary>Comes in past the queue, by a link of the organizer.</summary>
/// <param name="Performance">The one whose address was asked.</param>
public sealed record EnterByLink(PerformanceId Performance, AdmissionLinkToken Token, QueueOwner Owner);

public enum LinkRefusal
{
    /// <summary>Everybody walks in.</summary>
    NoRoom,

    /// <summary>It is of another performance, or there is no such link.</summary>
    Unknown,

    /// <summary>The organizer has taken it back.</summary>
    Revoked,

    /// <summary>Its time is over.</summary>
    Over,

    /// <summary>As many as may have come by it, or this visitor was in already and their pass is over.</summary>
    Spent,

    /// <summary>It is a personal one, and somebody else has used it.</summary>
    Taken,

    /// <summary>The room is closed: nobody comes in.</summary>
    Closed,

    /// <summary>The shop is full, or something does not answer.</summary>
    Busy,
}

/// <summary>
/// A link's use is written down for its visitor before Redis is asked to let them in, so that a visitor who asks twice has one, and is
/// taken back when the shop is full. Where nobody knows whether they got in, it stays theirs for the next attempt.
/// </summary>
public sealed class EnterByLinkHandler
{
    private const int NoUse = 0;

    private readonly RoomBoard _board;
    private readonly ClaimPassHandler _claim;
    private readonly IDbContextFactory<TicketingDbContext> _contexts;
    private readonly TimeProvider _time;

    internal EnterByLinkHandler(RoomBoard board, ClaimPassHandler claim, IDbContextFactory<TicketingDbContext> contexts, TimeProvider time) =>
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
                await GiveBackAsync(command, taken.Value.Use);
            }

            return Read(admitted);
        }
        catch (Exception away) when (DatabaseRetry.IsPassing(away))
        {
            return LinkRefusal.Busy;
        }
    }

    /// <summary>Why this visitor would be refused at this moment; null: as far as can be seen, they would come in. Changes nothing.</summary>
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

    // Not the request's own token: its visitor may be gone, and the use must go back all the same.
    private async Task GiveBackAsync(EnterByLink command, int use)
    {
        await using var db = await _contexts.CreateDbContextAsync();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var link = await LockAsync(db, command.Token.Link, CancellationToken.None);
        var owner = command.Owner.ToArray();
        var place = link!.PlaceOf(use);

        // The same visitor may have got in meanwhile, by asking twice.
        if (!await db.Admissions.AnyAsync(a => a.PerformanceId == link.PerformanceId && a.Place == place)
            && await db.AdmissionLinkUses.Where(u => u.LinkId == link.Id && u.Use == use && u.Owner == owner).ExecuteDeleteAsync() == 1)
        {
            link.Uncount();
            await db.SaveChangesAsync();
            await transaction.CommitAsync();
        }
    }

    private static async Task<AdmissionLink?> LockAsync(TicketingDbContext db, Guid id, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM admission_links WHERE id = {id} FOR UPDATE", cancellationToken);
        return await db.AdmissionLinks.SingleOrDefaultAsync(link => link.Id == id, cancellationToken);
    }

    // Nearly always the next; one that was given back leaves a hole.
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

    /// <returns>The use that this visitor has; <see cref="NoUse"/>: they may take one.</returns>
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
            case LinkState.Over:
                return LinkRefusal.Over;
            case LinkState.Open:
                break;
        }

        var owner = command.Owner.ToArray();
        var uses = db.AdmissionLinkUses.AsNoTracking().Where(u => u.LinkId == link.Id);
        var mine = link.IsPersonal
            ? await uses.SingleOrDefaultAsync(u => u.Use == command.Token.Use, cancellationToken)
            : await uses.Where(u => u.Owner == owner).OrderByDescending(u => u.Use).FirstOrDefaultAsync(cancellationToken);
        if (mine is not null && !mine.Owner.AsSpan().SequenceEqual(owner))
        {
            return LinkRefusal.Taken;
        }

        if (mine is not null && !await IsOverAsync(db, link, mine.Use, now, cancellationToken))
        {
            return mine.Use;
        }

        // Whoever has bought, or let their pass run out, may come again by a shared link, as one more of its people.
        if (link.Used == link.People || (mine is not null && link.IsPersonal))
        {
            return LinkRefusal.Spent;
        }

        return NoUse;
    }

    private static Task<bool> IsOverAsync(
        TicketingDbContext db, AdmissionLink link, int use, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var place = link.PlaceOf(use);
        return db.Admissions.AnyAsync(a => a.PerformanceId == link.PerformanceId
            && a.Place == place && (a.ReleasedAt != null || a.ExpiresAt <= now), cancellationToken);
    }

    private static Outcome<AdmissionPass, LinkRefusal> Read(Outcome<AdmissionPass, ClaimRefusal> admitted) => admitted.Succeeded ? admitted.Value : admitted.Refusal switch
    {
        ClaimRefusal.NoRoom => LinkRefusal.NoRoom,
        ClaimRefusal.Used => LinkRefusal.Spent,
        ClaimRefusal.TooLate => LinkRefusal.Closed,
        ClaimRefusal.NotYet or ClaimRefusal.Full or ClaimRefusal.Busy => LinkRefusal.Busy,
    };

    private readonly record struct TakenUse(int Use, long Place, bool IsNew);
}
