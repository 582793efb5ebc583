using System.Collections.Concurrent;
using System.Data;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Messaging.Events.Log;
using Ticketing.Infrastructure.Telemetry;

namespace Ticketing.Infrastructure.Messaging.Events.Consuming;

/// <summary>
/// Runs the consumers that this instance owns. The owner of a consumer is who has its session lock; all locks of an instance are on one
/// connection and end with it. Ownership only spares work: correctness stands on the positions.
/// </summary>
internal sealed partial class FactConsumerHost : BackgroundService
{
    /// <summary>The lock of a consumer is of this and its name.</summary>
    internal const string LockPrefix = "facts:";

    // The safety net for missed notifications, and the check of locks and letters: one statement per instance.
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan OutagePause = TimeSpan.FromSeconds(1);

    // In a peak facts arrive all the time. A batch's statements cost about the same for ten facts and for a thousand, so consumers gather
    // them, and begin at the same moments: they share what is read (FactPages).
    private static readonly TimeSpan PeakBeat = TimeSpan.FromMilliseconds(100);

    private readonly NpgsqlDataSource _database;
    private readonly IFactLog _log;
    private readonly FactSignals _signals;
    private readonly FactMetrics _metrics;
    private readonly LoadMonitor _load;
    private readonly TimeProvider _time;
    private readonly ILogger<FactConsumerHost> _logger;
    private readonly FactConsumers _consumers;
    private readonly List<FactConsumerRunner> _runners;
    private readonly ConcurrentDictionary<string, bool> _owned = new();
    private bool _isSubscribed;

    public FactConsumerHost(
        FactConsumers consumers, NpgsqlDataSource database, IFactLog log, IServiceScopeFactory scopes, FactSignals signals,
        FactMetrics metrics, LoadMonitor load, TimeProvider time, ILoggerFactory loggers)
    {
        (_consumers, _database, _log, _signals, _metrics, _load, _time) = (consumers, database, log, signals, metrics, load, time);
        _logger = loggers.CreateLogger<FactConsumerHost>();
        var logger = loggers.CreateLogger<FactConsumerRunner>();
        var pages = new FactPages(log, signals);
        _runners =
        [
            .. consumers.All.Select(consumer => new FactConsumerRunner(consumer, database, log, pages, scopes, signals, metrics, time, logger)),
        ];
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_runners.Count > 0)
        {
            await Task.WhenAll([KeepLocksAsync(stoppingToken), .. _runners.Select(runner => RunAsync(runner, stoppingToken))]);
        }
    }

    private bool IsOutage(Exception failure) => DatabaseRetry.IsTransient(failure) || _log.IsOutage(failure);

    private async Task RunAsync(FactConsumerRunner runner, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var next = _signals.Appended.Next;
            try
            {
                var hasMore = _owned.ContainsKey(runner.Name) && await WorkAsync(runner, stoppingToken);
                if (!hasMore)
                {
                    await WakeSignal.WaitAsync(next, Tick, stoppingToken);
                    if (_load.IsPeak)
                    {
                        await Task.Delay(UntilNextBeat(), stoppingToken);
                    }
                }
            }
            catch (Exception outage) when (!stoppingToken.IsCancellationRequested && IsOutage(outage))
            {
                await PauseAsync(runner, outage, stoppingToken);
            }
#pragma warning disable CA1031 // A bug here must not stop sales; the consumer's lag shows it.
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                LogFailed(failure, runner.Name);
                await PauseAsync(runner, failure, stoppingToken);
            }
        }
    }

    private static TimeSpan UntilNextBeat()
    {
        var beat = (long)PeakBeat.TotalMilliseconds;
        return TimeSpan.FromMilliseconds(beat - (Environment.TickCount64 % beat));
    }

    private async Task<bool> WorkAsync(FactConsumerRunner runner, CancellationToken cancellationToken)
    {
        if (_signals.TakeDue(runner.Name))
        {
            await runner.RetryLettersAsync(cancellationToken);
        }

        return await runner.PassAsync(cancellationToken);
    }

    private async Task PauseAsync(FactConsumerRunner runner, Exception cause, CancellationToken cancellationToken)
    {
        _metrics.Of(runner.Name).LastError = cause.Message;
        LogWaiting(runner.Name, cause.Message);
        runner.Forget();
        await Task.Delay(OutagePause, cancellationToken);
    }

    private async Task KeepLocksAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var connection = await _database.OpenConnectionAsync(stoppingToken);
                try
                {
                    await FactPositions.AddAsync(connection, _consumers.Names, stoppingToken);
                    await KeepLocksAsync(connection, stoppingToken);
                }
                finally
                {
                    _owned.Clear();
                    await UnlockAsync(connection);
                }
            }
            catch (Exception outage) when (!stoppingToken.IsCancellationRequested && IsOutage(outage))
            {
                LogLocksLost(outage.Message);
                await Task.Delay(OutagePause, stoppingToken);
            }
#pragma warning disable CA1031 // See above.
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                LogFailed(failure, "*");
                await Task.Delay(OutagePause, stoppingToken);
            }
        }
    }

    private async Task KeepLocksAsync(NpgsqlConnection connection, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await SubscribeAsync(stoppingToken);
            var isNew = await LockAsync(connection, stoppingToken);
            var letters = await DeadLetterCounts.ReadAsync(connection, _time.GetUtcNow(), stoppingToken);
            foreach (var name in _consumers.Names)
            {
                var (count, isDue) = letters.GetValueOrDefault(name);
                var metrics = _metrics.Of(name);
                metrics.IsOwned = _owned.ContainsKey(name);
                metrics.DeadLetters = metrics.IsOwned ? count : 0;
                if (isDue)
                {
                    _signals.Due(name);
                }
            }

            if (isNew)
            {
                _signals.Appended.Set();
            }

            await Task.Delay(Tick, stoppingToken);
        }
    }

    // The library subscribes again after outages by itself.
    private async Task SubscribeAsync(CancellationToken cancellationToken)
    {
        if (!_isSubscribed)
        {
            try
            {
                await _log.SubscribeAsync(_signals.Appended.Set, cancellationToken);
                _isSubscribed = true;
            }
            catch (Exception outage) when (!cancellationToken.IsCancellationRequested && _log.IsOutage(outage))
            {
                LogNotSubscribed(outage.Message);
            }
        }
    }

    private async Task<bool> LockAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var free = _consumers.Names.Where(name => !_owned.ContainsKey(name)).ToArray();
        if (free.Length == 0)
        {
            return false;
        }

        await using var command = new NpgsqlCommand(
            "SELECT name FROM unnest(@names::text[]) AS name WHERE pg_try_advisory_lock(hashtextextended(@prefix || name, 0))", connection)
            .With("names", free).With("prefix", LockPrefix);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var isNew = false;
        while (await reader.ReadAsync(cancellationToken))
        {
            _owned[reader.GetString("name")] = true;
            isNew = true;
        }

        return isNew;
    }

    // The pool would keep the locks with the connection.
    private async Task UnlockAsync(NpgsqlConnection connection)
    {
        try
        {
            await using var command = new NpgsqlCommand("SELECT pg_advisory_unlock_all()", connection);
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (Exception closed) when (closed is InvalidOperationException || DatabaseRetry.IsTransient(closed))
        {
            // The locks have ended with the connection.
            LogLocksLost(closed.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The consumer {Consumer} waits: {Reason}")]
    private partial void LogWaiting(string consumer, string reason);

    [LoggerMessage(LogLevel.Error, "The consumer {Consumer} failed and begins anew")]
    private partial void LogFailed(Exception failure, string consumer);

    [LoggerMessage(LogLevel.Information, "This instance owns no consumer of facts for now: {Reason}")]
    private partial void LogLocksLost(string reason);

    [LoggerMessage(LogLevel.Warning, "Notifications of new facts are not received yet: {Reason}")]
    private partial void LogNotSubscribed(string reason);
}
