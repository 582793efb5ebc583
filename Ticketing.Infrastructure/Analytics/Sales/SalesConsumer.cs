using Npgsql;
using Ticketing.Infrastructure.Analytics.Live;
using Ticketing.Infrastructure.Messaging.Events;

namespace Ticketing.Infrastructure.Analytics.Sales;

/// <summary>Keeps the sales figures: reads the orders that facts are about as they are now, a batch at once.</summary>
internal sealed class SalesConsumer(SalesChanges changes) : IFactConsumer
{
    /// <summary>Its name in <c>fact_positions</c>.</summary>
    public const string Name = "sales";

    /// <summary>The facts that it takes. New ones of orders are among them, because they may be about money.</summary>
    public const string Types = "order.*";

    // They move neither money nor the seats of a paid order.
    private static readonly HashSet<string> WithoutMoney = new(StringComparer.Ordinal)
    {
        "order.placed", "order.payment-processing", "order.expired", "order.email-corrected", "order.mail-requested", "order.link-requested",
        "order.buyer-edited", "order.attendee-edited", "order.attention-marked", "order.attention-cleared",
        "order.date-cancelled", "order.date-postponed",
    };

    public async Task ApplyAsync(
        IReadOnlyList<Fact> facts, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        Guid[] orders = [.. facts.Where(fact => !WithoutMoney.Contains(fact.Type)).Select(fact => Guid.Parse(fact.AggregateId)).Distinct()];
        if (orders.Length > 0)
        {
            await SalesLedger.LockAsync(connection, transaction, cancellationToken);
            changes.Note(await SalesLedger.Live.ApplyAsync(connection, transaction, orders, cancellationToken));
        }
    }
}
