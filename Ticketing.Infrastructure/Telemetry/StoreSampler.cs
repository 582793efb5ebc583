using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Telemetry;

/// <summary>
/// Reads the gauges of rows in one query each <see cref="Interval"/>, whatever the number of scrapes. During an outage they are not
/// exported: an old number would look current.
/// </summary>
public sealed partial class StoreSampler : BackgroundService
{
    private const int TimeoutSeconds = 5;

    private readonly StoreGauge[] _gauges;
    private readonly NpgsqlDataSource _database;
    private readonly TimeProvider _time;
    private readonly ILogger<StoreSampler> _logger;
    private volatile long[]? _last;

    public StoreSampler(
        IEnumerable<StoreGauge> gauges, IMeterFactory meters, NpgsqlDataSource database, TimeProvider time, ILogger<StoreSampler> logger)
    {
        (_gauges, _database, _time, _logger) = ([.. gauges], database, time, logger);
        var meter = TicketingMeter.Of(meters);
        for (var i = 0; i < _gauges.Length; i++)
        {
            var (gauge, index) = (_gauges[i], i);
            meter.CreateObservableGauge(
                gauge.Name, () => _last is { } last ? [new Measurement<long>(last[index])] : Array.Empty<Measurement<long>>(),
                gauge.Unit, gauge.Description);
        }
    }

    /// <summary>The time between two queries.</summary>
    public static TimeSpan Interval { get; } = TimeSpan.FromSeconds(15);

    /// <summary>Reads the gauges once.</summary>
    public async Task SampleAsync(CancellationToken cancellationToken)
    {
        await using var command = _database.CreateCommand(
            "SELECT " + string.Join(", ", _gauges.Select((gauge, i) => FormattableString.Invariant($"({gauge.Sql})::bigint AS g{i}"))))
            .With("now", _time.GetUtcNow());
        command.CommandTimeout = TimeoutSeconds;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var before = _last;
        _last = [.. _gauges.Select((gauge, i) =>
            gauge.KeepsMaximum && before is not null ? Math.Max(before[i], reader.GetInt64(i)) : reader.GetInt64(i))];
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval);
        do
        {
            try
            {
                await SampleAsync(stoppingToken);
            }
            catch (Exception outage) when (outage is NpgsqlException or TimeoutException)
            {
                _last = null;
                LogNotRead(outage.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(LogLevel.Warning, "The gauges of rows cannot be read: {Reason}")]
    private partial void LogNotRead(string reason);
}
