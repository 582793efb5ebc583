using System.Globalization;
using Npgsql;
using Ticketing.Infrastructure.Messaging.Events;

namespace Ticketing.Infrastructure.Ordering.Search;

/// <summary>Keeps the search of orders: reads the orders that facts are about as they are now, a batch at once.</summary>
internal sealed class OrderSearchConsumer : IFactConsumer
{
    /// <summary>Its name in <c>fact_positions</c>.</summary>
    public const string Name = "order-search";

    /// <summary>The facts that change what an order is searched by.</summary>
    public static readonly string[] Types =
        ["order.placed", "order.paid", "order.claimed", "order.changed", "order.email-corrected", "order.buyer-edited", "order.attendee-edited"];

    public Task ApplyAsync(
        IReadOnlyList<Fact> facts, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken) =>
        OrderSearchRows.WriteAsync(
            connection, transaction, [.. facts.Select(fact => Guid.Parse(fact.AggregateId, CultureInfo.InvariantCulture)).Distinct()],
            cancellationToken);
}
