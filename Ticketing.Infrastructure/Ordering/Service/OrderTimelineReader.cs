using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering.Service;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Ordering.Read;

namespace Ticketing.Infrastructure.Ordering.Service;

/// <summary>What happened to an order, the oldest first. Payments, refunds and items are in the order's view.</summary>
/// <param name="Acts">The acts of the audit log, and the buyer's purchase.</param>
/// <param name="Notes">The members' notes.</param>
/// <param name="Exchanges">What was given and taken, by the act's time.</param>
public sealed record OrderTimeline(
    IReadOnlyList<OrderTrailEntry> Acts, IReadOnlyList<OrderNote> Notes, IReadOnlyList<OrderExchange> Exchanges);

/// <summary>The two sides of an exchange, as seats' labels.</summary>
public sealed record OrderExchange(DateTimeOffset At, IReadOnlyList<string> From, IReadOnlyList<string> To);

/// <summary>Reads the timeline of an order, for the box office; to others it is empty.</summary>
public sealed class OrderTimelineReader(IDbContextFactory<TicketingDbContext> contexts, OrderTrailReader trails)
{
    private const int NotesMax = 200;

    public async Task<OrderTimeline> ReadAsync(OrderId order, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var acts = await trails.ReadAsync(order, caller, cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await db.Orders.Where(o => o.Id == order).Select(o => new { o.OrganizationId, o.PerformanceId }).SingleOrDefaultAsync(cancellationToken);
        if (found is null || !await db.ServesBuyersOfAsync(caller, found.OrganizationId, found.PerformanceId, cancellationToken))
        {
            return new OrderTimeline([], [], []);
        }

        var notes = await db.Set<OrderNote>().AsNoTracking().Where(note => note.OrderId == order)
            .OrderByDescending(note => note.CreatedAt).Take(NotesMax).ToListAsync(cancellationToken);
        notes.Reverse();
        var items = await db.OrderItems.AsNoTracking().Where(item => item.OrderId == order && (item.AddedAt != null || item.ExchangedAt != null))
            .OrderBy(item => item.SeatIndex).ToListAsync(cancellationToken);
        var times = items.Select(item => item.ExchangedAt).Concat(items.Select(item => item.AddedAt)).OfType<DateTimeOffset>().Distinct().Order();
        return new OrderTimeline(
            acts, notes,
            [
                .. times.Select(at => new OrderExchange(
                    at,
                    [.. items.Where(item => item.ExchangedAt == at).Select(item => item.Label)],
                    [.. items.Where(item => item.AddedAt == at).Select(item => item.Label)])),
            ]);
    }
}
