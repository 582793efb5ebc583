using Npgsql;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Messaging.Events;

namespace Ticketing.Infrastructure.Inventory.Counting;

/// <summary>
/// Marks the performances as due whose seats have changed; <see cref="AvailabilityWorker"/> counts them. So a flood of facts is one count a
/// second, and the last state always comes: a mark is committed with the consumer's position.
/// </summary>
internal sealed class AvailabilityConsumer : IFactConsumer
{
    /// <summary>Its name in <c>fact_positions</c>.</summary>
    public const string Name = "availability";

    /// <summary>The facts that it takes. New ones of orders are among them, because they may be about seats.</summary>
    public static readonly string[] Types = [.. SeatFacts.Types, "order.*"];

    // They change no seat: a new order keeps those of its hold.
    private static readonly HashSet<string> WithoutSeats = new(StringComparer.Ordinal)
    {
        "order.placed", "order.email-corrected", "order.mail-requested", "order.link-requested", "order.refund-failed", "order.refund-retried",
        "order.refund-paid-otherwise", "order.refunded-at-provider", "order.dispute-opened", "order.dispute-won", "order.buyer-edited",
        "order.attendee-edited", "order.attention-marked", "order.attention-cleared",
        "order.date-cancelled", "order.date-postponed",
    };

    public async Task ApplyAsync(
        IReadOnlyList<Fact> facts, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        Guid[] performances =
            [.. facts.Where(fact => !WithoutSeats.Contains(fact.Type)).SelectMany(PerformancesOf).Where(id => id != Guid.Empty).Distinct()];
        if (performances.Length > 0)
        {
            await AvailabilityCounter.MarkAsync(connection, transaction, performances, cancellationToken);
        }
    }

    private static IEnumerable<Guid> PerformancesOf(Fact fact) => SeatFacts.Includes(fact)
        ? SeatFacts.ChangesOf(fact).Select(change => change.PerformanceId)
        : [fact.Read<OrderFact>().PerformanceId];
}
