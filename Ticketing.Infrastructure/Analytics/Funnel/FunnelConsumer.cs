using Npgsql;
using Ticketing.Core.Analytics;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Inventory.Counting;
using Ticketing.Infrastructure.Messaging.Events;

namespace Ticketing.Infrastructure.Analytics.Funnel;

/// <summary>
/// Counts holds, orders and payments by event and day. Counting is not absolute: each fact counts once, because the consumer's position moves
/// in the same transaction.
/// </summary>
internal sealed class FunnelConsumer : IFactConsumer
{
    /// <summary>Its name in <c>fact_positions</c>.</summary>
    public const string Name = "funnel";

    private const string Placed = "order.placed";
    private const string Paid = "order.paid";
    private const string Refunded = "order.refunded";

    private static readonly BatchTable<Step> Facts = new BatchTable<Step>("facts")
        .Column("performance_id", step => step.Performance)
        .Column("at", step => step.At)
        .Column("holds", step => step.Sums.Holds)
        .Column("seats_held", step => step.Sums.SeatsHeld)
        .Column("holds_expired", step => step.Sums.HoldsExpired)
        .Column("holds_released", step => step.Sums.HoldsReleased)
        .Column("orders", step => step.Sums.Orders)
        .Column("paid", step => step.Sums.Paid)
        .Column("refunded", step => step.Sums.Refunded);

    private static readonly SqlScript Add = SqlScript.Load("funnel-add.sql", Facts);

    /// <summary>The facts that it takes.</summary>
    public static string[] Types { get; } = [.. SeatFacts.Types, Placed, Paid, Refunded];

    public async Task ApplyAsync(
        IReadOnlyList<Fact> facts, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var steps = StepsOf(facts);
        if (steps.Count > 0)
        {
            await using var add = Add.On(connection, transaction).With(Facts, steps);
            await add.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    // One step per performance and minute, not per fact: time zones differ by whole minutes, so a minute is of one day everywhere.
    private static List<Step> StepsOf(IReadOnlyList<Fact> facts)
    {
        var sums = new Dictionary<(Guid Performance, long Minute), FunnelSums>();
        foreach (var fact in facts)
        {
            var minute = fact.CreatedAt.UtcTicks / TimeSpan.TicksPerMinute;
            foreach (var (performance, added) in SumsOf(fact))
            {
                sums[(performance, minute)] = sums.GetValueOrDefault((performance, minute)) + added;
            }
        }

        return
        [
            .. sums.Where(pair => pair.Value != default).Select(pair => new Step(
                pair.Key.Performance, new DateTimeOffset(pair.Key.Minute * TimeSpan.TicksPerMinute, TimeSpan.Zero), pair.Value)),
        ];
    }

    /// <summary>What a fact adds to its day, by performance.</summary>
    private static IEnumerable<(Guid Performance, FunnelSums Sums)> SumsOf(Fact fact)
    {
        if (SeatFacts.Includes(fact))
        {
            return SeatFacts.ChangesOf(fact).Select(change => (change.PerformanceId, new FunnelSums
            {
                Holds = change.Holds,
                SeatsHeld = change.Held,
                HoldsExpired = change.Expired,
                HoldsReleased = change.Released,
            }));
        }

        var order = fact.Read<OrderFact>();
        return [(order.PerformanceId, SumsOf(fact.Type, order))];
    }

    private static FunnelSums SumsOf(string type, OrderFact order) => type switch
    {
        Placed => new FunnelSums { Orders = 1 },
        // An order that costs nothing is paid at once, and has no other fact of its placing; unless it had a price before.
        Paid => new FunnelSums { Orders = order.Total == 0 && !order.WasPlaced ? 1 : 0, Paid = 1 },
        Refunded => new FunnelSums { Refunded = 1 },
        _ => default,
    };

    private readonly record struct Step(Guid Performance, DateTimeOffset At, FunnelSums Sums);
}
