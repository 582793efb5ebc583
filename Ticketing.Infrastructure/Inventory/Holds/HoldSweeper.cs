using System.Data;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Inventory.Feed;
using Ticketing.Infrastructure.Inventory.RedisMirror;

namespace Ticketing.Infrastructure.Inventory.Holds;

/// <summary>
/// Expires due holds and frees their seats, at start-up and four times a second; several instances share the load. Correctness does not
/// depend on it, since expiry is checked by time everywhere; it makes freed seats visible.
/// </summary>
internal sealed partial class HoldSweeper(
    NpgsqlDataSource database, SeatAnnouncer announcer, TimeProvider time, ILogger<HoldSweeper> logger) : BackgroundService
{
    private const int BatchMax = 500;

    // The real clock. TimeProvider decides which holds are due.
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private readonly SqlScript _script = SqlScript.Load("sweep.sql");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every);
        do
        {
            try
            {
                await SweepAsync(stoppingToken);
            }
            catch (Exception outage) when (DatabaseRetry.IsTransient(outage))
            {
                // The next pass expires them.
                LogUnavailable(outage.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Expires all due holds.</summary>
    internal async Task SweepAsync(CancellationToken cancellationToken)
    {
        while (await SweepOnceAsync(null, cancellationToken) == BatchMax)
        {
            // A full batch: more may be due.
        }
    }

    /// <summary>Expires one hold, if it is due.</summary>
    internal Task SweepAsync(HoldId hold, CancellationToken cancellationToken) =>
        DatabaseRetry.RunAsync(() => SweepOnceAsync(hold, cancellationToken), Timeout, cancellationToken);

    private async Task<int> SweepOnceAsync(HoldId? only, CancellationToken cancellationToken)
    {
        var freed = new Dictionary<PerformanceId, (List<SeatChange> Changes, List<SeatKeyChange> Keys)>();
        var holds = new HashSet<Guid>();
        await using (var command = _script.On(database))
        {
            command.With("now", time.GetUtcNow()).With("holds_max", BatchMax).WithOrNull("hold", only?.Value);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                holds.Add(reader.GetGuid("hold_id"));
                if (await reader.IsDBNullAsync("seat_index", cancellationToken))
                {
                    continue;
                }

                var performance = new PerformanceId(reader.GetGuid("performance_id"));
                if (!freed.TryGetValue(performance, out var update))
                {
                    freed.Add(performance, update = ([], []));
                }

                var seat = reader.GetInt32("seat_index");
                update.Changes.Add(new SeatChange(new SeatIndex(seat), (SeatStatus)reader.GetInt16("status"), reader.GetInt64("fence")));
                update.Keys.Add(new SeatKeyChange(
                    seat, HoldOwner.FromHash(await reader.GetFieldValueAsync<byte[]>("owner_hash", cancellationToken)), TimeSpan.Zero)
                {
                    Time = await reader.GetFieldValueAsync<TimeSpan>("held", cancellationToken),
                });
            }
        }

        foreach (var (performance, (changes, keys)) in freed)
        {
            announcer.Publish(performance, changes, keys);
        }

        if (holds.Count > 0)
        {
            LogSwept(holds.Count);
        }

        return holds.Count;
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Count} holds expired")]
    private partial void LogSwept(int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "PostgreSQL is unavailable, expired holds are swept after the outage: {Reason}")]
    private partial void LogUnavailable(string reason);
}
