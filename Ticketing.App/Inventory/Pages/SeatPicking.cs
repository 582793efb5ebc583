using System.Runtime.InteropServices;
using Ticketing.App.Hosting.Pipeline;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Core.Seating;
using Ticketing.Core.Seating.Choice;
using Ticketing.Infrastructure.Inventory.Feed;
using Ticketing.Infrastructure.Inventory.Holds;
using Ticketing.Infrastructure.Inventory.Sale;

namespace Ticketing.App.Inventory.Pages;

/// <summary>
/// Seat selection of one buyer in one performance. Every pick is held immediately through the API's handlers. Actions are serialized,
/// so that quick clicks keep their order.
/// </summary>
public sealed class SeatPicking(
    HoldSeatsHandler hold,
    ChangeHoldHandler change,
    ReleaseHoldHandler release,
    ExtendHoldHandler extend,
    CheckHoldHandler check,
    SeatOfferFinder offers,
    HoldReader holds,
    SeatFeed feed,
    SeatWriteLimiter limiter) : IDisposable
{
    private const int OffersMax = 10;

    private readonly SemaphoreSlim _turn = new(1);
    private SeatSale? _sale;
    private HoldOwner? _owner;
    private UserId? _user;

    /// <summary>Where the buyer's requests come from. Set before each of them: its pass may have changed.</summary>
    public HoldOrigin? Origin { get; set; }

    /// <summary>The buyer's proofs of access codes, as <see cref="HoldSeats.Access"/>.</summary>
    public string? Access { get; set; }

    /// <summary>The buyer's hold; null without one.</summary>
    public HeldSeats? Held
    {
        get;
        private set => (field, LastHold) = (value, value?.Id ?? LastHold);
    }

    /// <summary>The newest hold of this session, ended or not; null: there was none.</summary>
    public HoldId? LastHold { get; private set; }

    private SeatSale Sale => _sale ?? throw new InvalidOperationException("BeginAsync has not been called.");

    private HoldOwner Owner => _owner ?? throw new InvalidOperationException("BeginAsync has not been called.");

    /// <summary>Starts with the buyer's existing hold, if any.</summary>
    public async Task BeginAsync(SeatSale sale, HoldOwner owner, UserId? user, CancellationToken cancellationToken)
    {
        (_sale, _owner, _user) = (sale, owner, user);
        await ReloadAsync(cancellationToken);
    }

    /// <summary>Reloads the hold if a signal from another tab says something else than is shown.</summary>
    /// <returns>Whether it was reloaded.</returns>
    public async Task<bool> FollowAsync(HoldSignal signal, CancellationToken cancellationToken)
    {
        var isReloaded = false;
        await InTurnAsync(async () =>
        {
            // In its turn: the signal of this tab's own action arrives before its answer.
            if (signal.State != HoldSignal.StateOf(Held))
            {
                Held = await holds.FindAsync(Sale.Id, Owner, cancellationToken);
                isReloaded = true;
            }

            return null;
        }, cancellationToken);
        return isReloaded;
    }

    /// <summary>Reloads the hold after a change from elsewhere.</summary>
    public Task ReloadAsync(CancellationToken cancellationToken) => InTurnAsync(async () =>
    {
        Held = await holds.FindAsync(Sale.Id, Owner, cancellationToken);
        return null;
    }, cancellationToken);

    public Task<RefusedHold?> ToggleAsync(SeatIndex seat, CancellationToken cancellationToken) => WriteAsync(
        () => Held is { } held && held.Seats.Any(s => s.Index == seat)
            ? GiveBackAsync(held, [seat], cancellationToken)
            : TakeAsync(new SeatWish.Seats([seat]), cancellationToken), cancellationToken);

    public Task<RefusedHold?> AddAsync(SeatWish wish, CancellationToken cancellationToken) =>
        WriteAsync(() => TakeAsync(wish, cancellationToken), cancellationToken);

    /// <summary>Offers for a wish; nothing is held. Limited like a write, because the search takes time.</summary>
    public async Task<Outcome<FoundSeatOffers, RefusedHold>> FindAsync(SeatWish.Best wish, CancellationToken cancellationToken) =>
        limiter.TryAcquire(Origin?.Network ?? ClientNetwork.Unknown)
            ? await offers.FindAsync(Sale.Id, wish, Access, cancellationToken)
            : new RefusedHold(HoldRefusal.Busy);

    public Task<RefusedHold?> RemoveAsync(IReadOnlyList<SeatIndex> seats, CancellationToken cancellationToken) => WriteAsync(
        () => Held is { } held ? GiveBackAsync(held, seats, cancellationToken) : Task.FromResult<RefusedHold?>(null), cancellationToken);

    public Task<RefusedHold?> ReleaseAllAsync(CancellationToken cancellationToken) => WriteAsync(async () =>
    {
        if (Held is { } held)
        {
            // A refusal means that the hold has already ended: same result.
            await release.HandleAsync(new ReleaseHold(held.Id, Owner), cancellationToken);
            Held = null;
        }

        return null;
    }, cancellationToken);

    /// <returns>Whether the hold was extended.</returns>
    public async Task<bool> ExtendAsync(CancellationToken cancellationToken)
    {
        var isExtended = false;
        await WriteAsync(async () =>
        {
            if (Held is { } held)
            {
                var outcome = await extend.HandleAsync(new ExtendHold(held.Id, Owner), cancellationToken);
                isExtended = outcome.Succeeded;
                Held = outcome.Succeeded ? outcome.Value : await holds.FindAsync(Sale.Id, Owner, cancellationToken);
            }

            return null;
        }, cancellationToken);
        return isExtended;
    }

    /// <summary>Applies the rules that hold for the complete selection. Null: no objection.</summary>
    public Task<RefusedHold?> CheckAsync(CancellationToken cancellationToken) => InTurnAsync(async () =>
    {
        if (Held is not { } held)
        {
            return new RefusedHold(HoldRefusal.HoldNotActive);
        }

        return await check.HandleAsync(new CheckHold(held.Id, Owner), cancellationToken) is { } refused
            ? await RefusedAsync(refused, cancellationToken)
            : null;
    }, cancellationToken);

    /// <summary>Drops an expired hold, swept or not.</summary>
    public bool DropIfExpired(DateTimeOffset now)
    {
        var isExpired = Held is { } held && held.Remaining(now) == TimeSpan.Zero;
        Held = isExpired ? null : Held;
        return isExpired;
    }

    /// <summary>Whether a frame changes the status of a held seat: its hold expired, was released or became an order.</summary>
    public bool AffectsHeldSeats(SeatFrame frame) =>
        Held is { } held && frame.Changes.Any(c => c.Status != SeatStatus.Held && held.Seats.Any(s => s.Index == c.Index));

    /// <summary>As many free seats near the lost ones, in the same categories; empty if there are none.</summary>
    public async Task<IReadOnlyList<SeatIndex>> NearestAsync(IReadOnlyList<SeatIndex> lost, CancellationToken cancellationToken)
    {
        var plan = Sale.Plan;
        var placed = lost.Where(plan.IsPlaced).ToList();
        if (placed.Count is 0 or > OffersMax || await feed.StatusesAsync(Sale.Id, plan, cancellationToken) is not { } statuses)
        {
            return [];
        }

        // The refused seats may still be available in memory.
        foreach (var seat in placed)
        {
            statuses[seat.Value] = SeatStatus.Held;
        }

        var request = new BestAvailableRequest(placed.Count)
        {
            Near = placed[0],
            Categories = [.. placed.Select(plan.CategoryNumberOf).Distinct()],
            Together = placed.Count > 1,
        };
        var bytes = MemoryMarshal.Cast<SeatStatus, byte>(statuses.AsSpan());
        return BestAvailable.Find(plan, bytes, request);
    }

    public void Dispose() => _turn.Dispose();

    private async Task<RefusedHold?> TakeAsync(SeatWish wish, CancellationToken cancellationToken)
    {
        var outcome = await hold.HandleAsync(new HoldSeats(Sale.Id, Owner, _user, wish) { StillChoosing = true, Origin = Origin, Access = Access }, cancellationToken);
        if (!outcome.Succeeded)
        {
            return await RefusedAsync(outcome.Refusal, cancellationToken);
        }

        Held = outcome.Value;
        return null;
    }

    private async Task<RefusedHold?> GiveBackAsync(HeldSeats held, IReadOnlyList<SeatIndex> seats, CancellationToken cancellationToken)
    {
        var outcome = await change.HandleAsync(
            new ChangeHold(held.Id, Owner) { Remove = new SeatWish.Seats(seats), StillChoosing = true }, cancellationToken);
        if (!outcome.Succeeded)
        {
            return await RefusedAsync(outcome.Refusal, cancellationToken);
        }

        Held = outcome.Value is { Seats.Count: > 0 } rest ? rest : null;
        return null;
    }

    private async Task<RefusedHold> RefusedAsync(RefusedHold refused, CancellationToken cancellationToken)
    {
        if (refused.Reason == HoldRefusal.HoldNotActive)
        {
            Held = await holds.FindAsync(Sale.Id, Owner, cancellationToken);
        }

        return refused;
    }

    // Every action that changes seats counts like a write over HTTP.
    private Task<RefusedHold?> WriteAsync(Func<Task<RefusedHold?>> act, CancellationToken cancellationToken) =>
        limiter.TryAcquire(Origin?.Network ?? ClientNetwork.Unknown)
            ? InTurnAsync(act, cancellationToken)
            : Task.FromResult<RefusedHold?>(new RefusedHold(HoldRefusal.Busy));

    private async Task<RefusedHold?> InTurnAsync(Func<Task<RefusedHold?>> act, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return await act();
        }
        finally
        {
            _turn.Release();
        }
    }
}
