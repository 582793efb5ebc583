using Npgsql;
using Ticketing.Core.Analytics;
using Ticketing.Core.Inventory;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Data;
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
    public static string[] Types { get; } =
        [SeatsFact.HeldType, SeatsFact.ReleasedType, SeatsFact.ExpiredType, Placed, Paid, Refunded];

    public async Task ApplyAsync(
        IReadOnlyList<Fact> facts, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var steps = facts.Select(StepOf).Where(step => step.Sums != default).ToList();
        if (steps.Count > 0)
        {
            await using var add = Add.On(connection, transaction).With(Facts, steps);
            await add.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    /// <summary>What a fact adds to its day.</summary>
    internal static FunnelSums SumsOf(Fact fact) => fact.Type switch
    {
        SeatsFact.HeldType when fact.Read<SeatsFact>() is var held => new FunnelSums { Holds = held.Holds, SeatsHeld = held.Held },
        // Also written when seats are taken out of a hold that goes on: it is none that ended.
        SeatsFact.ReleasedType when fact.Read<SeatsFact>() is var released => new FunnelSums { HoldsReleased = released.Holds },
        SeatsFact.ExpiredType when fact.Read<SeatsFact>() is var expired => new FunnelSums { HoldsExpired = expired.Holds },
        Placed => new FunnelSums { Orders = 1 },
        // An order that costs nothing is paid at once, and has no other fact of its placing.
        Paid => new FunnelSums { Orders = fact.Read<OrderFact>().Total == 0 ? 1 : 0, Paid = 1 },
        Refunded => new FunnelSums { Refunded = 1 },
        _ => default,
    };

    private static Step StepOf(Fact fact) => new(
        fact.AggregateType == SeatsFact.Aggregate ? Guid.Parse(fact.AggregateId) : fact.Read<OrderFact>().PerformanceId, fact.CreatedAt,
        SumsOf(fact));

    private readonly record struct Step(Guid Performance, DateTimeOffset At, FunnelSums Sums);
}
