using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Core.Ordering;
using Ticketing.Core.Ordering.Reductions;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Inventory.Sale;

namespace Ticketing.Infrastructure.Ordering.Place;

/// <summary>Stores the reductions chosen for a hold; see <see cref="ChooseReductions"/>. The hold's row is locked, so that an order is placed before or after.</summary>
public sealed class ChooseReductionsHandler(IDbContextFactory<TicketingDbContext> contexts, SellingFactsCache selling, TimeProvider time)
{
    /// <returns>What was stored: choices for seats that the hold does not have are left out.</returns>
    public async Task<Outcome<ChosenReductions, PlaceOrderRefusal>> HandleAsync(ChooseReductions command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);

        // Read before the lock: the facts have a connection of their own.
        if (!await OrderHolds.IsOwnedAsync(db, command.Hold, command.Owner, cancellationToken)
            || await OrderHolds.FindPerformanceAsync(db, command.Hold, cancellationToken) is not { } performance
            || await selling.GetAsync(performance, cancellationToken) is not { } facts)
        {
            return PlaceOrderRefusal.HoldNotFound;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await OrderHolds.LockAsync(db, command.Hold, cancellationToken);
        if (await OrderHolds.FindAsync(db, command.Hold, cancellationToken) is not { Status: HoldStatus.Active } hold || hold.ExpiresAt <= time.GetUtcNow())
        {
            return PlaceOrderRefusal.HoldExpired;
        }

        var chosen = command.Chosen.For(hold.Seats.Select(seat => new SeatIndex(seat)));
        if (HeldPrices.Of(facts, hold, chosen).Refusal is { } refusal)
        {
            return refusal;
        }

        await OrderHolds.SetReductionsAsync(db, hold.Id, chosen.Write(), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return chosen;
    }
}
