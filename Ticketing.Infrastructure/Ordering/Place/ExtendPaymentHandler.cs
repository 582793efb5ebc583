using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Inventory.Feed;
using Ticketing.Infrastructure.Inventory.Sale;

namespace Ticketing.Infrastructure.Ordering.Place;

/// <summary>
/// Gives an order that awaits its payment the extra time of its hold: by the hold time, once, at most to the hold's hard limit. A hold
/// that was extended before it was ordered has used it up. Whether the performance is still public does not matter: the order may finish.
/// </summary>
/// <remarks>The rows of hold and order stay locked in this order, so that two presses extend once.</remarks>
public sealed class ExtendPaymentHandler(
    IDbContextFactory<TicketingDbContext> contexts, SellingFactsCache selling, SeatLedger ledger, SeatAnnouncer announcer, TimeProvider time)
{
    /// <returns>The new payment deadline.</returns>
    public async Task<Outcome<DateTimeOffset, ExtendRefusal>> HandleAsync(ExtendHold command, CancellationToken cancellationToken)
    {
        await using var unit = await OrderTransaction.BeginAsync(contexts, cancellationToken);
        await OrderHolds.LockAsync(unit.Db, command.Hold, cancellationToken);
        var hold = await OrderHolds.FindAsync(unit.Db, command.Hold, cancellationToken);
        if (hold?.OrderId is not { } id || !HoldOwner.FromHash(hold.OwnerHash).Equals(command.Owner)
            || await selling.GetForOrderAsync(hold.PerformanceId, cancellationToken) is not { } facts)
        {
            return ExtendRefusal.HoldNotActive;
        }

        var now = time.GetUtcNow();
        if (await unit.LockOrderAsync(id, cancellationToken) is not { Status: OrderStatus.AwaitingPayment } order || order.ExpiresAt <= now)
        {
            return ExtendRefusal.HoldNotActive;
        }

        if (!IsAllowed(hold, order))
        {
            return ExtendRefusal.AlreadyExtended;
        }

        var until = order.ExpiresAt.AddSeconds(facts.Terms.HoldSeconds);
        until = until < hold.ExpiresHardAt ? until : hold.ExpiresHardAt;
        if (!await ledger.KeepAsync(unit.Connection, unit.Transaction, hold.Id, order.Id, now, until, cancellationToken))
        {
            return ExtendRefusal.HoldNotActive;
        }

        order.ExtendUntil(until);
        await OrderHolds.UseExtensionAsync(unit.Db, hold.Id, cancellationToken);
        unit.SeatsKept(order, until - now);
        await unit.CommitAsync(announcer, cancellationToken);
        return until;
    }

    /// <summary>Whether the order's deadline can be extended.</summary>
    internal static bool IsAllowed(Hold hold, Order order) => !hold.Extended && order.ExpiresAt < hold.ExpiresHardAt;
}
