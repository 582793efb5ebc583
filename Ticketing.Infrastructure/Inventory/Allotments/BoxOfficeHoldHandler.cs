using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Core.Inventory.Allotments;
using Ticketing.Core.Inventory.BoxOffice;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Inventory.Holds;
using Ticketing.Infrastructure.Inventory.Sale;
using Ticketing.Infrastructure.Limits;

namespace Ticketing.Infrastructure.Inventory.Allotments;

/// <summary>
/// Holds of the box office; see <see cref="HoldAtBoxOffice"/>. They go the same way as buyers' holds, in the same batches, and are swept
/// like these; they differ in that their statement may take seats of allotments.
/// </summary>
public sealed class BoxOfficeHoldHandler
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(1);

    private readonly IDbContextFactory<TicketingDbContext> _contexts;
    private readonly SellingFactsCache _selling;
    private readonly HoldSeatsHandler _seats;
    private readonly ReleaseHoldHandler _release;
    private readonly HoldReader _holds;
    private readonly CommandCounter _limits;
    private readonly TimeProvider _time;

    internal BoxOfficeHoldHandler(
        IDbContextFactory<TicketingDbContext> contexts, SellingFactsCache selling, HoldSeatsHandler seats, ReleaseHoldHandler release,
        HoldReader holds, CommandCounter limits, TimeProvider time)
    {
        (_contexts, _selling, _seats, _release) = (contexts, selling, seats, release);
        (_holds, _limits, _time) = (holds, limits, time);
    }

    /// <returns>The member's hold with the seats, or the refusal.</returns>
    public async Task<Outcome<HeldSeats, RefusedHold>> HandleAsync(HoldAtBoxOffice command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (!await _limits.TryCountAsync(CommandLimits.BoxOfficeHolds, command.Caller))
        {
            return new RefusedHold(HoldRefusal.Busy) { RetryAfter = RetryAfter };
        }

        if (await FindAsync(command.Performance, command.Caller, cancellationToken) is not var (facts, owner))
        {
            return new RefusedHold(HoldRefusal.UnknownPerformance);
        }

        var now = _time.GetUtcNow();
        var state = facts.SaleStateAt(now);
        if (!BoxOfficeSale.IsOpen(state, facts.Terms.Status, facts.Terms.StartsAt, now))
        {
            return new RefusedHold(HoldRefusal.NotOnSale) { SaleState = state };
        }

        HashSet<SeatIndex>? pool = null;
        if (command.From is { } allotment)
        {
            await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
            var isOfPerformance = await db.Set<Allotment>()
                .AnyAsync(each => each.Id == allotment && each.PerformanceId == command.Performance, cancellationToken);
            if (!isOfPerformance)
            {
                return new RefusedHold(HoldRefusal.UnknownSeats);
            }

            pool = await AllotmentReader.FreeSeatsAsync(db, allotment, cancellationToken);
        }

        // The member sees the whole selection: rules about it are theirs to keep.
        var change = new HoldChange(owner, command.Caller.User, null, [], MayHavePresent: true, StillChoosing: true)
        {
            IsEntitled = true,
            Pool = pool,
        };
        return await _seats.AddAsync(facts, change, command.Wish, cancellationToken);
    }

    /// <returns>Null: they are given back. Else the refusal.</returns>
    public async Task<RefusedHold?> HandleAsync(GiveBackAtBoxOffice command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (!await _limits.TryCountAsync(CommandLimits.BoxOfficeHolds, command.Caller))
        {
            return new RefusedHold(HoldRefusal.Busy) { RetryAfter = RetryAfter };
        }

        if (await FindAsync(command.Performance, command.Caller, cancellationToken) is not var (facts, owner))
        {
            return new RefusedHold(HoldRefusal.UnknownPerformance);
        }

        if (await _holds.FindRowAsync(command.Performance, owner, cancellationToken) is not { } present)
        {
            return null;
        }

        int[] removed = command.Seats is { } seats ? [.. seats.Select(seat => seat.Value).Intersect(present.Seats)] : present.Seats;
        if (removed.Length == present.Seats.Length)
        {
            await _release.HandleAsync(new ReleaseHold(present.Id, owner), cancellationToken);
            return null;
        }

        var change = new HoldChange(owner, null, present, removed, MayHavePresent: false, StillChoosing: true) { IsEntitled = true };
        var left = await _seats.RunAsync(facts, change, new ReadWish([], null), cancellationToken);
        return left.Succeeded ? null : left.Refusal;
    }

    /// <summary>The member's active hold of a performance; null: none.</summary>
    public async Task<HeldSeats?> FindHoldAsync(PerformanceId performance, Caller caller, CancellationToken cancellationToken) =>
        await FindAsync(performance, caller, cancellationToken) is var (facts, owner)
        && await _holds.FindRowAsync(performance, owner, cancellationToken) is { } row
            ? HoldReader.View(row, facts)
            : null;

    // Null: there is no such public performance, or the caller does not serve its buyers.
    private async Task<(SellingFacts Facts, HoldOwner Owner)?> FindAsync(
        PerformanceId performance, Caller caller, CancellationToken cancellationToken) =>
        await _selling.GetAsync(performance, cancellationToken) is { } facts
        && caller.ServesBuyersOf(facts.Terms.Organization.Id, facts.Terms.Event) && BoxOfficeSale.OwnerOf(caller, performance) is { } owner
            ? (facts.ForBoxOffice(), owner)
            : null;
}
