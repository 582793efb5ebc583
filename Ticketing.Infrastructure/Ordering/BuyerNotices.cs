using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Messaging;
using Ticketing.Infrastructure.Ordering.Notices;

namespace Ticketing.Infrastructure.Ordering;

/// <summary>What the buyers of a date are told. Payload of a fact of each of their orders, which asks for a mail.</summary>
/// <param name="Reason">The organizer's words.</param>
/// <param name="PreviousStartsAt">The start before, of a date that has a new one; null: it is cancelled, or its new time is not known.</param>
public sealed record DateNotice(Guid PerformanceId, string Reason, DateTimeOffset? PreviousStartsAt)
{
    /// <summary>The type of the facts about a cancelled date.</summary>
    public const string CancelledType = "order.date-cancelled";

    /// <summary>The type of the facts about a postponed date.</summary>
    public const string PostponedType = "order.date-postponed";

    /// <summary>Whether all orders of the cancelled date are refunded without a further step.</summary>
    public bool IsRefunded { get; init; }

    internal string Type { get; private init; } = CancelledType;

    internal static DateNotice Cancelled(PerformanceId performance, string reason, bool isRefunded) =>
        new(performance.Value, reason, null) { IsRefunded = isRefunded };

    internal static DateNotice Postponed(PerformanceId performance, string reason, DateTimeOffset? previousStartsAt) =>
        new(performance.Value, reason, previousStartsAt) { Type = PostponedType };
}

/// <summary>Tells the buyers of a date that it has changed: one mail an order that is paid and has seats.</summary>
internal static class BuyerNotices
{
    // Longer than a payment's transaction: what was paid at the moment of a notice may not have been seen.
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Adds a fact for each of the orders, in the caller's transaction. Those that are paid later are told by <see cref="LateBuyerNotices"/>.
    /// </summary>
    public static async Task AddAsync(
        TicketingDbContext db, PerformanceId performance, OrganizationId organization, DateNotice notice, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var stored = new StoredDateNotice
        {
            Id = Guid.CreateVersion7(now),
            PerformanceId = performance,
            OrganizationId = organization,
            Type = notice.Type,
            Payload = JsonSerializer.Serialize(notice, JsonSerializerOptions.Web),
            CreatedAt = now,
        };
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO date_notices (id, performance_id, organization_id, type, payload, created_at)
            VALUES ({stored.Id}, {performance.Value}, {organization.Value}, {stored.Type}, {stored.Payload}::jsonb, {now})
            """, cancellationToken);
        await TellAsync(db, stored, isLate: false, now, cancellationToken);
    }

    /// <summary>Adds the facts of orders that were paid since, each once, in the caller's transaction.</summary>
    /// <returns>How many they are.</returns>
    public static async Task<int> TellLateAsync(
        TicketingDbContext db, StoredDateNotice notice, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // Of two instances the second waits, and then sees what the first has told.
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM date_notices WHERE id = {notice.Id} FOR UPDATE", cancellationToken);
        return await TellAsync(db, notice, isLate: true, now, cancellationToken);
    }

    // Seats of a date that has a new time are sold again: who bought them afterwards knows it.
    private static async Task<int> TellAsync(
        TicketingDbContext db, StoredDateNotice notice, bool isLate, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (id, performance, at, isCancelled) = (notice.Id, notice.PerformanceId, notice.CreatedAt, notice.Type == DateNotice.CancelledType);
        var paidSince = at - Overlap;
        var orders = await (
            from item in db.OrderItems
            join order in db.Orders on item.OrderId equals order.Id
            where item.PerformanceId == performance && item.Live
                && (order.Status == OrderStatus.Paid || order.Status == OrderStatus.PartiallyRefunded)
                && (!isLate || (order.PaidAt >= paidSince && (isCancelled || order.CreatedAt < at)))
                && !db.Set<NoticedOrder>().Any(told => told.NoticeId == id && told.OrderId == order.Id)
            select order.Id).Distinct().ToListAsync(cancellationToken);
        if (orders.Count == 0)
        {
            return 0;
        }

        Guid[] ids = [.. orders.Select(order => order.Value)];
        await db.Database.ExecuteSqlAsync(
            $"INSERT INTO date_notice_orders (notice_id, order_id) SELECT {id}, o FROM unnest({ids}) AS o", cancellationToken);
        await Outbox.AddAllAsync(
            db, "order", orders.ConvertAll(order => order.ToString()), notice.Type, notice.Payload, notice.OrganizationId, now, cancellationToken);
        return orders.Count;
    }
}
