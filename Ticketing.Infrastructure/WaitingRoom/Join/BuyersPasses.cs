using System.Data;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Ticketing.Core.Common;
using Ticketing.Core.WaitingRoom;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Inventory.Holds;
using Ticketing.Infrastructure.WaitingRoom.Engine;

namespace Ticketing.Infrastructure.WaitingRoom.Join;

/// <summary>
/// Releases buyers' passes in the background, so that the next places can be called. Best effort: a missed pass expires.
/// </summary>
public sealed partial class BuyersPasses : BackgroundService
{
    private const int WaitingMax = 10_000;

    private readonly Channel<(PerformanceId Performance, HoldId Hold, UserId? User)> _bought =
        Channel.CreateBounded<(PerformanceId, HoldId, UserId?)>(
            new BoundedChannelOptions(WaitingMax) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly RoomBoard _board;
    private readonly HoldOwners _owners;
    private readonly ReleasePassHandler _release;
    private readonly NpgsqlDataSource _database;
    private readonly ILogger<BuyersPasses> _logger;

    internal BuyersPasses(
        RoomBoard board, HoldOwners owners, ReleasePassHandler release, NpgsqlDataSource database, ILogger<BuyersPasses> logger) =>
        (_board, _owners, _release, _database, _logger) = (board, owners, release, database, logger);

    /// <summary>Queues the release of the pass of a buyer whose hold was sold.</summary>
    public void Bought(PerformanceId performance, HoldId hold, UserId? user)
    {
        if (_board.Find(performance) is not null)
        {
            _bought.Writer.TryWrite((performance, hold, user));
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var (performance, hold, user) in _bought.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await ReleaseAsync(performance, hold, user, stoppingToken);
            }
            catch (Exception outage) when (DatabaseRetry.IsTransient(outage))
            {
                LogMissed(performance.Value, outage.Message);
            }
        }
    }

    private async Task ReleaseAsync(PerformanceId performance, HoldId hold, UserId? user, CancellationToken cancellationToken)
    {
        List<QueueOwner> owners = [];
        if (user is { } account)
        {
            owners.Add(QueueOwner.OfAccount(account));
        }

        if (await _owners.FindAsync(hold, cancellationToken) is { } holder)
        {
            owners.Add(QueueOwner.OfHolder(holder));
        }

        await using var command = _database.CreateCommand(
            """
            SELECT place, owner, expires_at FROM admissions
            WHERE performance_id = @performance AND owner = ANY (@owners) AND released_at IS NULL AND expires_at > now()
            """)
            .With("performance", performance.Value).With("owners", owners.Select(owner => owner.ToArray()).ToArray());
        List<AdmissionPass> passes = [];
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                passes.Add(ReadPass(reader, performance));
            }
        }

        foreach (var pass in passes)
        {
            await _release.HandleAsync(pass, cancellationToken);
        }
    }

    private static AdmissionPass ReadPass(NpgsqlDataReader reader, PerformanceId performance) =>
        new(
            performance,
            reader.GetInt64("place"),
            QueueOwner.Read(reader.GetFieldValue<byte[]>("owner")),
            reader.GetFieldValue<DateTimeOffset>("expires_at"));

    [LoggerMessage(Level = LogLevel.Warning, Message = "A buyer's pass for {Performance} was not released: {Reason}")]
    private partial void LogMissed(Guid performance, string reason);
}
