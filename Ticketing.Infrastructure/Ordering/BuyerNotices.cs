using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Messaging;

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

    internal string Type { get; private init; } = CancelledType;

    internal static DateNotice Cancelled(PerformanceId performance, string reason) => new(performance.Value, reason, null);

    internal static DateNotice Postponed(PerformanceId performance, string reason, DateTimeOffset? previousStartsAt) =>
        new(performance.Value, reason, previousStartsAt) { Type = PostponedType };
}

/// <summary>Tells the buyers of a date that it has changed: one mail an order that is paid and has seats.</summary>
internal static class BuyerNotices
{
    /// <summary>Adds a fact for each of the orders, in the caller's transaction.</summary>
    public static async Task AddAsync(
        TicketingDbContext db, PerformanceId performance, OrganizationId organization, DateNotice notice, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var orders = await (
            from item in db.OrderItems
            join order in db.Orders on item.OrderId equals order.Id
            where item.PerformanceId == performance && item.Live
                && (order.Status == OrderStatus.Paid || order.Status == OrderStatus.PartiallyRefunded)
            select order.Id).Distinct().ToListAsync(cancellationToken);
        await Outbox.AddAllAsync(
            db, "order", orders.ConvertAll(order => order.ToString()), notice.Type,
            JsonSerializer.Serialize(notice, JsonSerializerOptions.Web), organization, now, cancellationToken);
    }
}
