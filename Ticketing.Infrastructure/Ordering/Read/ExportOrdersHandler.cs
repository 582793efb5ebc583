using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Ordering.Extras;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Ordering.Answers;

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
    IReadOnlyList<OrderItemExport> Items)
{
    public IReadOnlyList<OrderExtraExport> Extras { get; init; } = [];

    /// <summary>To the organizer's questions.</summary>
    public IReadOnlyList<OrderAnswerExport> Answers { get; init; } = [];
}

/// <summary>A seat of an <see cref="OrderExport"/>.</summary>
public sealed record OrderItemExport(string Seat, string Tier, string? AttendeeName, Money Total);

/// <summary>A unit of an extra in an <see cref="OrderExport"/>.</summary>
public sealed record OrderExtraExport(string Name, Money Total);

/// <summary>Answers in an <see cref="OrderExport"/>, in words.</summary>
/// <param name="Seat">Null: they are for the whole order.</param>
public sealed record OrderAnswerExport(string? Seat, string Text);

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
        var ids = orders.ConvertAll(order => order.Id);
        var extras = (await db.Set<OrderExtra>().AsNoTracking().Where(unit => ids.Contains(unit.OrderId)).OrderBy(unit => unit.Id)
            .ToListAsync(cancellationToken)).ToLookup(unit => unit.OrderId);
        var answers = (await db.Set<OrderAnswerText>().Where(answer => ids.Contains(answer.OrderId)).ToListAsync(cancellationToken))
            .ToLookup(answer => answer.OrderId);
        return
        [
            .. orders.Select(order => Export(order) with
            {
                Extras = [.. extras[order.Id].Select(unit => new OrderExtraExport(unit.Name, new Money(unit.Total, order.Currency)))],
                Answers =
                [
                    .. answers[order.Id].Select(answer => new OrderAnswerExport(
                        order.Items.FirstOrDefault(item => item.Id == answer.ItemId)?.Label, answer.Text)),
                ],
            }),
        ];
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
