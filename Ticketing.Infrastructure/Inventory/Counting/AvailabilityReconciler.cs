using System.Data;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Npgsql;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Telemetry;

namespace Ticketing.Infrastructure.Inventory.Counting;

/// <summary>
/// Compares kept counts with the seats, so that a fact that was lost does no lasting harm: all performances with recent holds, and some of
/// the others on sale, or sold in a presale before it, in turn. What differs is looked at again after a while, because its fact may be on the
/// way; what still differs, and was not counted in between, is counted, logged and in the metric <c>ticketing.availability.reconciled</c>.
/// </summary>
internal sealed partial class AvailabilityReconciler : IInstruments
{
    private const int InTurnMax = 500;

    // Above the longest hold with its payment.
    private static readonly TimeSpan HoldLifeMax = TimeSpan.FromHours(2);

    private readonly NpgsqlDataSource _database;
    private readonly AvailabilityCounter _counter;
    private readonly TimeProvider _time;
    private readonly ILogger<AvailabilityReconciler> _logger;
    private long _reconciled;
    private Guid _lastInTurn;

    public AvailabilityReconciler(
        NpgsqlDataSource database, AvailabilityCounter counter, IMeterFactory meters, TimeProvider time, ILogger<AvailabilityReconciler> logger)
    {
        (_database, _counter, _time, _logger) = (database, counter, time, logger);
        TicketingMeter.Of(meters).CreateObservableCounter(
            "ticketing.availability.reconciled", () => Interlocked.Read(ref _reconciled), "{performance}",
            "Performances whose kept seat counts differed from their seats.");
    }

    /// <summary>How long a fact may be on its way.</summary>
    public static TimeSpan Settling { get; } = TimeSpan.FromSeconds(5);

    /// <summary>Reconciles the counts of some performances.</summary>
    /// <returns>The number of those that differed.</returns>
    public async Task<int> RunAsync(TimeSpan settling, CancellationToken cancellationToken)
    {
        var ids = (await BusyAsync(cancellationToken)).Union(await NextInTurnAsync(cancellationToken)).ToList();
        var first = (await _counter.DifferingAsync(ids, cancellationToken)).ToDictionary(basis => basis.Id, basis => basis.Version);
        if (first.Count == 0)
        {
            return 0;
        }

        await Task.Delay(settling, cancellationToken);
        var lost = (await _counter.DifferingAsync([.. first.Keys], cancellationToken))
            .Where(basis => basis.Version == first[basis.Id]).Select(basis => basis.Id).ToList();
        if (lost.Count > 0)
        {
            await _counter.RecountAsync(lost, cancellationToken);
            Interlocked.Add(ref _reconciled, lost.Count);
            LogReconciled(lost.Count, lost[0]);
        }

        return lost.Count;
    }

    /// <summary>The performances with recent holds.</summary>
    public async Task<IReadOnlyList<PerformanceId>> BusyAsync(CancellationToken cancellationToken)
    {
        // Hold ids are UUIDv7, sorted by time: the primary key serves this query.
        await using var command = _database.CreateCommand("SELECT DISTINCT h.performance_id AS id FROM holds h WHERE h.id >= @oldest")
            .With("oldest", Smallest(Guid.CreateVersion7(_time.GetUtcNow() - HoldLifeMax)));
        return await ReadAsync(command, cancellationToken);
    }

    private async Task<IReadOnlyList<PerformanceId>> NextInTurnAsync(CancellationToken cancellationToken)
    {
        await using var command = _database.CreateCommand(
            """
            SELECT p.id FROM catalog_performances p
            WHERE p.id > @last AND p.status = 'scheduled' AND p.off_sale_at > @now
              AND (p.on_sale_at <= @now OR EXISTS (SELECT FROM presale_windows w WHERE w.performance_id = p.id AND w.opens_at <= @now))
            ORDER BY p.id LIMIT @max
            """)
            .With("last", _lastInTurn).With("now", _time.GetUtcNow()).With("max", InTurnMax);
        var ids = await ReadAsync(command, cancellationToken);
        _lastInTurn = ids.Count == InTurnMax ? ids[^1].Value : Guid.Empty;
        return ids;
    }

    private static async Task<IReadOnlyList<PerformanceId>> ReadAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var ids = new List<PerformanceId>();
        while (await reader.ReadAsync(cancellationToken))
        {
            ids.Add(new PerformanceId(reader.GetGuid("id")));
        }

        return ids;
    }

    // The smallest UUIDv7 of the same millisecond.
    private static Guid Smallest(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        bytes[6..].Clear();
        return new Guid(bytes, bigEndian: true);
    }

    [LoggerMessage(LogLevel.Warning, "The kept seat counts of {Count} performances differed from their seats, one of them {First}")]
    private partial void LogReconciled(int count, PerformanceId first);
}
