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
    private readonly ScanIntake _intake;
    private readonly PackDeltas _deltas;
    private readonly DoorHeads _heads;
    private readonly TimeProvider _time;
    private readonly ILogger<SyncHandler> _logger;

    internal SyncHandler(
        NpgsqlDataSource database, ScanIntake intake, PackDeltas deltas, DoorHeads heads, TimeProvider time, ILogger<SyncHandler> logger) =>
        (_database, _intake, _deltas, _heads, _time, _logger) = (database, intake, deltas, heads, time, logger);

    public async Task<SyncResult> HandleAsync(SyncDevice command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        var (isStored, taken, odd) = await StoreAsync(command, cancellationToken);
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

            changes[performance] = await _deltas.ReadAsync(connection, head, mark, command.Device, cancellationToken);
            occupancy[performance] = Occupancies.Of(
                await DoorCounts.ReadAsync(connection, null, [performance.Value], cancellationToken), head.Rules, _time.GetUtcNow());
        }

        var commands = await DeviceNews.ConfirmAndReadAsync(connection, command, _time.GetDatabaseNow(), cancellationToken);
        return new SyncResult(isStored, taken, odd, [.. verdicts.DistinctBy(verdict => verdict.Nonce)], changes, occupancy, commands);
    }

    private async Task<(bool IsStored, IReadOnlyList<Guid> Taken, IReadOnlyList<UnreadScan> Odd)> StoreAsync(
        SyncDevice command, CancellationToken cancellationToken)
    {
        try
        {
            var (taken, odd) = await _intake.StoreAsync(command, cancellationToken);
            return (true, taken, odd);
        }
        catch (Exception exception) when (exception is DbException or TimeoutException or InvalidOperationException { InnerException: DbException })
        {
            LogNotStored(exception, command.Scans.Count, command.Device.Id.Value);
            return (false, [], []);
        }
    }

    [LoggerMessage(LogLevel.Error, "{Scans} scans of device {DeviceId} could not be stored; it will send them again")]
    private partial void LogNotStored(Exception exception, int scans, Guid deviceId);
}
