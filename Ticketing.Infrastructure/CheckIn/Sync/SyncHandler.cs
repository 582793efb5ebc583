using System.Data.Common;
using Microsoft.Extensions.Logging;
using Npgsql;
using Ticketing.Core.CheckIn;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.CheckIn.Doors;
using Ticketing.Infrastructure.CheckIn.Packs;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.CheckIn.Sync;

/// <summary>
/// Syncs a device: stores its scans, then reads what is new for it. A failure to store leaves the scans with the device and the answer with
/// everything else.
/// </summary>
public sealed partial class SyncHandler
{
    private readonly NpgsqlDataSource _database;
    private readonly ScanBatcher _scans;
    private readonly PackDeltas _deltas;
    private readonly DoorHeads _heads;
    private readonly DoorFeeds _feeds;
    private readonly DeviceNotes _notes;
    private readonly TimeProvider _time;
    private readonly ILogger<SyncHandler> _logger;

    internal SyncHandler(
        NpgsqlDataSource database, ScanBatcher scans, PackDeltas deltas, DoorHeads heads, DoorFeeds feeds, DeviceNotes notes, TimeProvider time,
        ILogger<SyncHandler> logger) =>
        (_database, _scans, _deltas, _heads, _feeds, _notes, _time, _logger) = (database, scans, deltas, heads, feeds, notes, time, logger);

    public async Task<SyncResult> HandleAsync(SyncDevice command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        var stored = await StoreAsync(command);
        var (taken, odd) = (stored?.Nonces ?? [], stored?.Odd ?? []);
        await using var connection = await _database.OpenConnectionAsync(cancellationToken);
        var verdicts = await DeviceNews.VerdictsOfAsync(connection, command.Device.Id, taken, cancellationToken);
        Dictionary<PerformanceId, PackChanges> changes = [];
        Dictionary<PerformanceId, DoorOccupancy> occupancy = [];
        foreach (var (performance, mark) in command.Since.Where(since => command.Device.Serves(since.Key)))
        {
            if (await _heads.FindAsync(performance, cancellationToken) is not { } head || head.Organization != command.Device.Organization)
            {
                continue;
            }

            if (mark.Epoch == head.Epoch)
            {
                verdicts.AddRange(await DeviceNews.ChangedSinceAsync(connection, command.Device.Id, performance, mark.Seq, cancellationToken));
            }

            // Begins after the scans are stored: what a device has sent is in what it gets.
            var feed = _feeds.Of(performance, head.Epoch);
            var news = await feed.ReadAsync(cancellationToken);
            changes[performance] = await _deltas.ReadAsync(connection, head, feed, news.Last, mark, command.Device, cancellationToken);
            occupancy[performance] = Occupancies.Of(news.Counts, head.Rules, _time.GetUtcNow());
        }

        var commands = await DeviceNews.ConfirmAndReadAsync(
            connection, command, _notes.IsDue(command.Device.Id), _time.GetDatabaseNow(), cancellationToken);
        return new SyncResult(stored is not null, taken, odd, [.. verdicts.DistinctBy(verdict => verdict.Nonce)], changes, occupancy, commands);
    }

    // Null: they were not stored, or perhaps were.
    private async Task<TakenScans?> StoreAsync(SyncDevice command)
    {
        try
        {
            return await _scans.StoreAsync(command);
        }
        catch (Exception exception) when (exception is DbException or TimeoutException or InvalidOperationException { InnerException: DbException })
        {
            LogNotStored(exception, command.Scans.Count, command.Device.Id.Value);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Error, "{Scans} scans of device {DeviceId} could not be stored; it will send them again")]
    private partial void LogNotStored(Exception exception, int scans, Guid deviceId);
}
