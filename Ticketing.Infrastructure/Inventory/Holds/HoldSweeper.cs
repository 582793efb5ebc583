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
/// Ends holds whose time is up and frees their seats, four times a second and at once when the instance starts; any number of
/// instances share the work. Nobody depends on it to be right, only to be told: a seat is free at its time, swept or not.
/// </summary>
internal sealed partial class HoldSweeper(NpgsqlDataSource database, SeatAnnouncer announcer, TimeProvider time, ILogger<HoldSweeper> logger) : BackgroundService
{
    private const int HoldsAtOnce = 500;

    // The wall's time: how often to look. What is due is judged by the application's clock.
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

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
            catch (Exception away) when (DatabaseRetry.IsPassing(away))
            {
                // Due holds stay due: the next pass ends them.
                LogAway(away.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>One pass: all holds that are due now.</summary>
    internal async Task SweepAsync(CancellationToken cancellationToken)
    {
        while (await SweepOnceAsync(null, cancellationToken) == HoldsAtOnce)
        {
            // A full batch: there may be more.
        }
    }

    /// <summary>Ends one hold now, if it is due.</summary>
    internal Task SweepAsync(HoldId hold, CancellationToken cancellationToken) =>
        DatabaseRetry.RunAsync(() => SweepOnceAsync(hold, cancellationToken), Patience, cancellationToken);

    private async Task<int> SweepOnceAsync(HoldId? only, CancellationToken cancellationToken)
    {
        var freed = new Dictionary<PerformanceId, (List<SeatChange> Changes, List<SeatKeyChange> Keys)>();
        var holds = new HashSet<Guid>();
        await using (var command = _script.On(database))
        {
            command.With("now", time.GetUtcNow()).With("holds_max", HoldsAtOnce).WithOrNull("hold", only?.Value);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                holds.Add(reader.GetGuid("hold_id"));
                if (await reader.IsDBNullAsync("seat_index", cancellationToken))
                {
                    continue;
                }

                var performance = new PerformanceId(reader.GetGuid("performance_id"));
                if (!freed.TryGetValue(performance, out var of))
                {
                    freed.Add(performance, of = ([], []));
                }

                var seat = reader.GetInt32("seat_index");
                of.Changes.Add(new SeatChange(new SeatIndex(seat), SeatStatus.Available, reader.GetInt64("fence")));
                of.Keys.Add(new SeatKeyChange(
                    seat, HoldOwner.FromHash(await reader.GetFieldValueAsync<byte[]>("owner_hash", cancellationToken)), TimeSpan.Zero));
            }
        }

        foreach (var (performance, (changes, keys)) in freed)
        {
            announcer.Tell(performance, changes, keys);
        }

        if (holds.Count > 0)
        {
            LogSwept(holds.Count);
        }

        return holds.Count;
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Count} holds expired")]
    private partial void LogSwept(int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "PostgreSQL is away, holds are swept when it is back: {Reason}")]
    private partial void LogAway(string reason);
}
