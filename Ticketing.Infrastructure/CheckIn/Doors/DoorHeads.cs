using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Ticketing.Core.CheckIn;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Catalog;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Messaging.Events.Relay;
using Ticketing.Infrastructure.Seating;
using Ticketing.Infrastructure.Tickets;

namespace Ticketing.Infrastructure.CheckIn.Doors;

/// <summary>
/// What packs have beside tickets, read at most once a second and performance: sixty devices ask every two seconds. Who asks while it is read
/// gets what was read before, so a change of a gate is known to all instances within two seconds.
/// </summary>
public sealed class DoorHeads(
    IDbContextFactory<TicketingDbContext> contexts, CompiledPlans plans, TicketIssuer issuer, TimeProvider time)
{
    private const int CacheMax = 200;
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    // Tiers that were renamed after they were sold are found among the tickets, which is a scan of them.
    private static readonly TimeSpan TiersFresh = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<PerformanceId, Reading> _heads = new();
    private readonly ConcurrentDictionary<PerformanceId, (DateTimeOffset At, IReadOnlyList<string> Names)> _soldTiers = new();

    /// <summary>Null: the performance has no open door.</summary>
    internal Task<DoorHead?> FindAsync(PerformanceId performance, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_heads.TryGetValue(performance, out var known) && now - known.At < Fresh && !known.Head.IsFaulted)
        {
            return known.Best.WaitAsync(cancellationToken);
        }

        if (_heads.Count >= CacheMax)
        {
            _heads.Clear();
            _soldTiers.Clear();
        }

        // Not cancelled with the request that asks first: others wait for it.
        var before = known is { Head.IsCompletedSuccessfully: true } && now - known.At < 2 * Fresh ? known.Head : null;
        var reading = new Reading(now, ReadAsync(performance, CancellationToken.None), before);
        _heads[performance] = reading;
        return reading.Best.WaitAsync(cancellationToken);
    }

    /// <summary>Of the performances with an open door.</summary>
    internal async Task<IReadOnlyDictionary<PerformanceId, DoorRules>> RulesAsync(
        IEnumerable<PerformanceId> performances, CancellationToken cancellationToken)
    {
        Dictionary<PerformanceId, DoorRules> rules = [];
        foreach (var performance in performances.Distinct())
        {
            if (await FindAsync(performance, cancellationToken) is { } head)
            {
                rules.Add(performance, head.Rules);
            }
        }

        return rules;
    }

    /// <summary>Forgets what this instance has read: for who has just changed it.</summary>
    internal void Forget(PerformanceId performance) => _heads.TryRemove(performance, out _);

    private async Task<DoorHead?> ReadAsync(PerformanceId performance, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Set<CheckInDoor>().AsNoTracking().SingleOrDefaultAsync(found => found.PerformanceId == performance, cancellationToken) is not { } door)
        {
            return null;
        }

        var (found, of, venue) = await PerformanceReader.GetAsync(db, performance, cancellationToken);
        var date = new DoorDate(performance, of.Title, venue.Name, venue.City, found.StartsAt, found.DoorsAt, found.EndsAt, venue.TimeZone);
        var gates = await GatesAsync(db, performance, cancellationToken);
        var others = await OthersAsync(db, door.OrganizationId, date, cancellationToken);
        var keys = await issuer.PublicKeysAsync([performance, .. others.Select(other => other.Id)], cancellationToken);
        var tiers = await TiersAsync(db, performance, cancellationToken);
        var rules = new DoorRules(date, door.Capacity, gates);
        var timeline = await TimelineAsync(db, cancellationToken);
        var epoch = EpochOf(
            door.Epoch, timeline, rules, keys.Where(key => key.Performance == performance).Select(key => key.Id), tiers, found.CompiledPlanId);
        return new DoorHead(door.OrganizationId, epoch, rules, others, keys, tiers, await plans.GetAsync(found.CompiledPlanId, cancellationToken));
    }

    private static async Task<IReadOnlyList<DoorGate>> GatesAsync(TicketingDbContext db, PerformanceId performance, CancellationToken cancellationToken)
    {
        var rows = await (
            from used in db.Set<PerformanceGate>().AsNoTracking()
            join gate in db.Set<Gate>().AsNoTracking() on used.GateId equals gate.Id
            where used.PerformanceId == performance
            orderby gate.Name, gate.Id
            select new { used, gate }).Take(PackedTicket.GatesMax).ToListAsync(cancellationToken);
        return rows.ConvertAll(row => new DoorGate(
            row.gate.Id, row.gate.Name, row.gate.Sections, row.used.Policy, row.used.OpensAt, row.used.ClosesAt, row.used.Capacity, row.used.Tiers));
    }

    private static async Task<IReadOnlyList<NeighbourDate>> OthersAsync(
        TicketingDbContext db, OrganizationId organization, DoorDate date, CancellationToken cancellationToken)
    {
        var (from, until) = (date.StartsAt - CheckInTimes.NeighbourTime, date.StartsAt + CheckInTimes.NeighbourTime);
        var rows = await db.PerformanceFacts.AsNoTracking()
            .Where(other => other.OrganizationId == organization && other.Id != date.Id && other.StartsAt >= from && other.StartsAt <= until)
            .OrderBy(other => other.StartsAt).ThenBy(other => other.Id).Take(100)
            .Select(other => new { other.Id, other.EventTitle, other.StartsAt }).ToListAsync(cancellationToken);
        return rows.ConvertAll(row => new NeighbourDate(row.Id, row.EventTitle, row.StartsAt));
    }

    // Tickets have the numbers of these names: those of the catalogue by their order, then former names.
    private async Task<IReadOnlyList<string>> TiersAsync(TicketingDbContext db, PerformanceId performance, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (!_soldTiers.TryGetValue(performance, out var sold) || now - sold.At >= TiersFresh)
        {
            sold = (now, await db.Set<DoorTicket>().Where(ticket => ticket.PerformanceId == performance).Select(ticket => ticket.TierName)
                .Distinct().OrderBy(name => name).Take(PackedTicket.TiersMax).ToListAsync(cancellationToken));
            _soldTiers[performance] = sold;
        }

        var named = await db.Database.SqlQuery<string>(
            $"SELECT name AS \"Value\" FROM catalog_tiers WHERE performance_id = {performance.Value} ORDER BY ordinal, id").ToListAsync(cancellationToken);
        return [.. named.Concat(sold.Names).Distinct(StringComparer.Ordinal).Take(PackedTicket.TiersMax)];
    }

    private static async Task<string> TimelineAsync(TicketingDbContext db, CancellationToken cancellationToken)
    {
        await db.Database.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand($"SELECT {OutboxReader.Timeline}", (NpgsqlConnection)db.Database.GetDbConnection());
        return (string)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    // A restored database continues another timeline: numbers of changes may have been given twice.
    private static string EpochOf(
        Guid door, string timeline, DoorRules rules, IEnumerable<Guid> keys, IReadOnlyList<string> tiers, string plan)
    {
        var text = JsonSerializer.Serialize(new
        {
            format = CheckInRules.PackFormat,
            door,
            timeline,
            rules.Date,
            rules.Capacity,
            gates = rules.Gates.Select(gate => string.Create(
                CultureInfo.InvariantCulture,
                $"{gate.Id}|{gate.Name}|{string.Join('\u001f', gate.Sections)}|{gate.Policy}|{gate.OpensAt:O}|{gate.ClosesAt:O}|{gate.Capacity}|{string.Join('\u001f', gate.Tiers)}")),
            keys = keys.Order(),
            tiers,
            plan,
        });
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8));
    }

    /// <param name="Before">What was read shortly before; null: nothing.</param>
    private sealed record Reading(DateTimeOffset At, Task<DoorHead?> Head, Task<DoorHead?>? Before)
    {
        public Task<DoorHead?> Best => Head.IsCompleted ? Head : Before ?? Head;
    }
}
