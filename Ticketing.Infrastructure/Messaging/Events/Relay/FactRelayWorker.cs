using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Messaging.Events.Log;

namespace Ticketing.Infrastructure.Messaging.Events.Relay;

/// <summary>
/// Runs the relay at one instance of the installation, which a session lock of PostgreSQL elects; the lock ends with its connection.
/// The same instance trims the log and keeps the outbox's partitions.
/// </summary>
internal sealed partial class FactRelayWorker(
    FactRelay relay, IFactLog log, OutboxPartitions partitions, NpgsqlDataSource database, ILogger<FactRelayWorker> logger) : BackgroundService
{
    // "factrela" in ASCII.
    internal const long LockKey = 0x6661637472656c61;

    // The real clock: also tests with a stopped clock wait for facts.
    private static readonly TimeSpan ElectionPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PeriodMin = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan PeriodMax = TimeSpan.FromMilliseconds(250);

    // What a batch took is part of its period; other work gets its turn nevertheless.
    private static readonly TimeSpan PauseMin = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan TrimEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MaintainEvery = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RunAsync(stoppingToken);
            }
            catch (Exception outage) when (!stoppingToken.IsCancellationRequested && IsOutage(outage))
            {
                LogOutage(outage.Message);
            }
#pragma warning disable CA1031 // A bug here must not stop sales.
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                LogFailed(failure);
            }

            await Task.Delay(ElectionPause, stoppingToken);
        }
    }

    // Facts wait in the outbox.
    private bool IsOutage(Exception failure) => DatabaseRetry.IsTransient(failure) || log.IsOutage(failure);

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        if (!await TryLockAsync(connection, cancellationToken))
        {
            return;
        }

        try
        {
            await relay.BeginAsync(connection, cancellationToken);
            await RelayAsync(connection, cancellationToken);
        }
        finally
        {
            await UnlockAsync(connection);
        }
    }

    private async Task RelayAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var period = PeriodMin;
        var (trimmedAt, maintainedAt) = (TimeProvider.System.GetTimestamp(), TimeProvider.System.GetTimestamp());
        while (true)
        {
            var begun = TimeProvider.System.GetTimestamp();
            var count = await relay.RelayOnceAsync(connection, cancellationToken);
            if (TimeProvider.System.GetElapsedTime(trimmedAt) >= TrimEvery)
            {
                await relay.TrimAsync(connection, cancellationToken);
                trimmedAt = TimeProvider.System.GetTimestamp();
            }

            if (TimeProvider.System.GetElapsedTime(maintainedAt) >= MaintainEvery)
            {
                await partitions.MaintainAsync(cancellationToken);
                maintainedAt = TimeProvider.System.GetTimestamp();
            }

            if (count >= FactRelay.BatchMax)
            {
                continue;
            }

            period = count > 0 ? PeriodMin : period * 2 < PeriodMax ? period * 2 : PeriodMax;
            var pause = period - TimeProvider.System.GetElapsedTime(begun);
            await Task.Delay(pause > PauseMin ? pause : PauseMin, cancellationToken);
        }
    }

    private static async Task<bool> TryLockAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT pg_try_advisory_lock(@key)", connection).With("key", LockKey);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    // The pool would keep the lock with the connection.
    private async Task UnlockAsync(NpgsqlConnection connection)
    {
        try
        {
            await using var command = new NpgsqlCommand("SELECT pg_advisory_unlock(@key)", connection).With("key", LockKey);
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (Exception closed) when (closed is InvalidOperationException || DatabaseRetry.IsTransient(closed))
        {
            // The lock has ended with the connection.
            LogOutage(closed.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Facts wait in the outbox: {Reason}")]
    private partial void LogOutage(string reason);

    [LoggerMessage(LogLevel.Error, "The relay of facts failed and begins anew")]
    private partial void LogFailed(Exception failure);
}
