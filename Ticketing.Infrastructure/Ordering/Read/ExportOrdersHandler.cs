using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Ordering.Read;

/// <summary>An order in an account's data export (rule 28).</summary>
public sealed record OrderExport(
    string Number,
    string Status,
    DateTimeOffset CreatedAt,
    DateTimeOffset? PaidAt,
    string Name,
    string Email,
    string? Phone,
    string Language,
    Money Total,
    Money Refunded,
    IReadOnlyList<OrderItemExport> Items);

/// <summary>A seat of an <see cref="OrderExport"/>.</summary>
public sealed record OrderItemExport(string Seat, string Tier, string? AttendeeName, Money Total);

/// <summary>Exports the orders of an account.</summary>
public sealed class ExportOrdersHandler(IDbContextFactory<TicketingDbContext> contexts)
{
    /// <param name="confirmedEmail">The account's address if confirmed; guest orders with this address are included.</param>
    public async Task<IReadOnlyList<OrderExport>> HandleAsync(UserId user, string? confirmedEmail, CancellationToken cancellationToken)
    {
        var email = confirmedEmail is null ? null : EmailAddress.Normalize(confirmedEmail);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var orders = await db.Orders.AsNoTracking().Include(order => order.Items.OrderBy(item => item.SeatIndex))
            .Where(order => order.UserId == user || (order.UserId == null && order.EmailNormalized == email))
            .OrderBy(order => order.CreatedAt)
            .ToListAsync(cancellationToken);
        return [.. orders.Select(Export)];
    }

    private static OrderExport Export(Order order) => new(
        order.Number,
        order.Status.ToWord(),
        order.CreatedAt,
        order.PaidAt,
        order.Name,
        order.Email,
        order.Phone,
        order.Locale,
        new Money(order.Total, order.Currency),
        new Money(order.Refunded, order.Currency),
        [.. order.Items.Select(item => new OrderItemExport(item.Label, item.PriceName, item.AttendeeName, new Money(item.Total, order.Currency)))]);
}
