using System.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Messaging;
using Ticketing.Infrastructure.Ordering.Read;

namespace Ticketing.Infrastructure.Notifications;

/// <summary>A mail about an order.</summary>
/// <param name="Type">The fact that led to it: <c>order.paid</c> …; null: it is no longer kept.</param>
/// <param name="SentAt">When the mail server has answered.</param>
/// <param name="Delivered">False: the address does not accept mail.</param>
public sealed record OrderMail(Guid Id, string? Type, DateTimeOffset SentAt, bool Delivered);

/// <summary>The mails about an order and whether they arrived, for the box office; to others the list is empty.</summary>
public sealed class OrderMailLog(NpgsqlDataSource database, IDbContextFactory<TicketingDbContext> contexts, OrderReader orders)
{
    private const int CountMax = 200;

    /// <returns>The oldest first.</returns>
    public async Task<IReadOnlyList<OrderMail>> ReadAsync(OrderId order, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (await orders.FindAsync(order, new Core.Ordering.OrderVisitor(caller, null, null), cancellationToken) is not { } view
            || !caller.ServesBuyersOf(view.Order.OrganizationId, view.Event.Id))
        {
            return [];
        }

        var sent = await SentAsync(order, cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var types = await Outbox.TypesAsync(db, sent.ConvertAll(mail => mail.Id), cancellationToken);
        return [.. sent.Select(mail => mail with { Type = types.GetValueOrDefault(mail.Id) })];
    }

    private async Task<List<OrderMail>> SentAsync(OrderId order, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            "SELECT event_id, sent_at, delivered FROM sent_mails WHERE order_id = @order AND sent_at IS NOT NULL ORDER BY sent_at LIMIT @max")
            .With("order", order.Value).With("max", CountMax);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var mails = new List<OrderMail>();
        while (await reader.ReadAsync(cancellationToken))
        {
            mails.Add(new OrderMail(
                reader.GetGuid("event_id"), null, await reader.GetFieldValueAsync<DateTimeOffset>("sent_at", cancellationToken), reader.GetBoolean("delivered")));
        }

        return mails;
    }
}
