using System.Data;
using System.Globalization;
using Npgsql;
using Ticketing.Core.CheckIn;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.CheckIn.Sync;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Messaging.Events;

namespace Ticketing.Infrastructure.CheckIn.Doors;

/// <summary>
/// Follows the tickets of open doors: reads the orders that facts are about as they are now, writes what has changed with a number, and judges
/// the scans of revoked tickets again. Sales themselves write nothing for the door.
/// </summary>
internal sealed class DoorConsumer(DoorHeads heads, TimeProvider time) : IFactConsumer
{
    /// <summary>Its name in <c>fact_positions</c>.</summary>
    public const string Name = "check-in";

    private const string DisputeLost = "order.dispute-lost";

    // Facts that change a name in the pack.
    private static readonly string[] Names = ["order.buyer-edited", "order.attendee-edited"];

    /// <summary>Facts that change who may enter, or a name.</summary>
    public static readonly string[] Types =
    [
        "order.paid", "order.cancelled", "order.changed", "order.partially-refunded", "order.refunded", "order.refunded-at-provider",
        "order.refund-paid-otherwise", "order.dispute-opened", "order.dispute-won", DisputeLost, .. Names,
    ];

    private static readonly SqlScript Project = SqlScript.Load("checkin-project-tickets.sql");

    private static readonly SqlScript OfOrders = SqlScript.Of(
        "SELECT performance_id, ref FROM door_tickets WHERE order_id = ANY (@orders) AND performance_id = ANY (@performances)");

    public async Task ApplyAsync(
        IReadOnlyList<Fact> facts, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(facts);
        await DoorOpening.LockAsync(connection, transaction, cancellationToken);
        var byPerformance = facts.GroupBy(fact => fact.Read<OrderFact>().PerformanceId).ToDictionary(group => group.Key, group => group.ToList());
        var open = await OpenAsync(connection, transaction, [.. byPerformance.Keys], cancellationToken);
        var relevant = open.SelectMany(performance => byPerformance[performance]).ToList();
        if (relevant.Count == 0)
        {
            return;
        }

        var changed = await ProjectAsync(connection, transaction, relevant, open, cancellationToken);
        var named = relevant.Where(fact => Names.Contains(fact.Type)).ToList();
        var keys = changed.Concat(await TicketsOfAsync(connection, transaction, named, open, cancellationToken)).ToHashSet();
        if (keys.Count == 0)
        {
            return;
        }

        var rules = await heads.RulesAsync(open.Select(id => new PerformanceId(id)), cancellationToken);
        await ScanMerge.RejudgeAsync(connection, transaction, changed, keys, rules, time.GetDatabaseNow(), cancellationToken);
    }

    private static async Task<Guid[]> OpenAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Guid[] performances, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "SELECT performance_id FROM checkin_doors WHERE performance_id = ANY (@performances)", connection, transaction);
        await using var reader = await command.With("performances", performances).ExecuteReaderAsync(cancellationToken);
        List<Guid> open = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            open.Add(reader.GetGuid(0));
        }

        return [.. open];
    }

    private static async Task<HashSet<DoorKey>> ProjectAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, List<Fact> facts, Guid[] open, CancellationToken cancellationToken)
    {
        await using var command = Project.On(connection, transaction).With("orders", OrdersOf(facts)).With("performances", open)
            .With("disputed", OrdersOf(facts.Where(fact => fact.Type == DisputeLost)));
        return await ReadKeysAsync(command, cancellationToken);
    }

    private static async Task<HashSet<DoorKey>> TicketsOfAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, List<Fact> facts, Guid[] open, CancellationToken cancellationToken)
    {
        if (facts.Count == 0)
        {
            return [];
        }

        await using var command = OfOrders.On(connection, transaction).With("orders", OrdersOf(facts)).With("performances", open);
        return await ReadKeysAsync(command, cancellationToken);
    }

    private static async Task<HashSet<DoorKey>> ReadKeysAsync(SqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        HashSet<DoorKey> keys = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            keys.Add(new DoorKey(new PerformanceId(reader.GetGuid("performance_id")), TicketRef.FromStored(reader.GetInt64("ref"))));
        }

        return keys;
    }

    private static Guid[] OrdersOf(IEnumerable<Fact> facts) =>
        [.. facts.Select(fact => Guid.Parse(fact.AggregateId, CultureInfo.InvariantCulture)).Distinct()];
}
