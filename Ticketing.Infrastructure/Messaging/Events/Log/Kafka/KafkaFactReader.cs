using System.Text.Json;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Ticketing.Infrastructure.Messaging.Events.Log.Kafka;

/// <summary>
/// Continuously reads the topic into the window that all consumers of this instance share. After a failure it restarts beside
/// the window, which is replaced once the new one has caught up.
/// </summary>
internal sealed partial class KafkaFactReader(KafkaClients clients, KafkaTopic topic, ILogger<KafkaFactReader> logger) : IAsyncDisposable
{
    /// <summary>How many records of each partition a new reader reads again; a consumer before them reads the outbox.</summary>
    private const int TailMax = 4000;

    private static readonly TimeSpan LoadTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RestartPause = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly WakeSignal _progress = new();
    private Task? _running;
    private Action? _appended;
    private volatile LogReplica? _replica;
    private volatile Exception? _failure;

    /// <summary>Calls <paramref name="appended"/> whenever batches were read.</summary>
    public void Subscribe(Action appended)
    {
        lock (_lock)
        {
            _appended += appended;
        }

        Start();
    }

    /// <summary>The window, once it has caught up with the topic's end at the start.</summary>
    public async Task<FactWindow> LoadAsync(CancellationToken cancellationToken)
    {
        Start();
        if (_replica is null)
        {
            await WaitAsync(() => _replica is not null || _failure is not null, LoadTimeout, cancellationToken);
        }

        return _replica?.Window ?? throw Unavailable();
    }

    /// <summary>Waits until everything before the given offsets has been read.</summary>
    public async Task<LogReplica> CatchUpAsync(IReadOnlyList<long> ends, CancellationToken cancellationToken)
    {
        Start();
        LogReplica? replica = null;
        await WaitAsync(() => (replica = _replica) is not null && replica.Partitions == ends.Count && replica.HasReached(ends), LoadTimeout, cancellationToken);
        return replica is not null && replica.Partitions == ends.Count && replica.HasReached(ends) ? replica : throw Unavailable();
    }

    /// <summary>Whether a batch with a larger number has been read, of another writer.</summary>
    public bool HasReadBeyond(long number) => _replica?.Newest > number;

    /// <summary>Waits until a batch has been read, but not for long: it is in the log.</summary>
    public Task AwaitBatchAsync(long number, CancellationToken cancellationToken) =>
        WaitAsync(() => _replica?.Window.Number >= number, LoadTimeout, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        Task? running;
        lock (_lock)
        {
            running = _running;
        }

        if (running is not null)
        {
            await running;
        }

        _stop.Dispose();
    }

    private void Start()
    {
        lock (_lock)
        {
            _running ??= Task.Run(() => RunAsync(_stop.Token));
        }
    }

    private KafkaException Unavailable() => _failure is { } failure
        ? new KafkaException(new Error(ErrorCode.Local_Fail, failure.Message), failure)
        : new KafkaException(new Error(ErrorCode.Local_TimedOut, "Kafka has not answered in time."));

    private async Task WaitAsync(Func<bool> isDone, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var next = _progress.Next;
            var left = timeout - TimeProvider.System.GetElapsedTime(begun);
            if (isDone() || left <= TimeSpan.Zero)
            {
                return;
            }

            await WakeSignal.WaitAsync(next, left, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private async Task RunAsync(CancellationToken stop)
    {
        var fromBegin = false;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using var consumer = clients.OpenConsumer();
                var partitions = await topic.FindOrCreateAsync(stop);
                // The library's calls block: a thread of its own.
                fromBegin = await Task.Factory.StartNew(
                    () => Read(consumer, partitions, fromBegin, stop), stop, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception outage) when (KafkaOutage.IsOutage(outage))
            {
                fromBegin = false;
                await PauseAsync(outage, stop);
            }
#pragma warning disable CA1031 // A bug here must not stop sales: facts wait in the outbox.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                LogFailed(failure);
                fromBegin = false;
                await PauseAsync(failure, stop);
            }
        }
    }

    private async Task PauseAsync(Exception cause, CancellationToken stop)
    {
        LogUnavailable(cause.Message);
        _failure = cause;
        _progress.Set();
        await Task.Delay(RestartPause, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <returns>Whether to read again, from the begin: the tail has no complete batch.</returns>
    private bool Read(IConsumer<string?, string> consumer, int partitions, bool fromBegin, CancellationToken stop)
    {
        var marks = Enumerable.Range(0, partitions)
            .Select(partition => consumer.QueryWatermarkOffsets(new TopicPartition(clients.Topic, partition), KafkaTopic.Timeout)).ToList();
        var ends = marks.ConvertAll(mark => mark.High.Value);
        var begins = marks.ConvertAll(mark => fromBegin ? mark.Low.Value : Math.Max(mark.Low.Value, mark.High.Value - TailMax));
        var replica = new LogReplica(begins);
        consumer.Assign(begins.Select((offset, partition) => new TopicPartitionOffset(clients.Topic, partition, offset)));
        while (true)
        {
            if (_replica != replica && replica.HasReached(ends))
            {
                if (replica.Window.Cursor is null && begins.Where((begin, partition) => begin > marks[partition].Low.Value).Any())
                {
                    return true;
                }

                (_replica, _failure) = (replica, null);
                Notify();
            }

            Take(consumer.Consume(stop), replica);
        }
    }

    private void Take(ConsumeResult<string?, string> result, LogReplica replica)
    {
        var (partition, offset) = (result.Partition.Value, result.Offset.Value);
        if (result.IsPartitionEOF)
        {
            replica.Reach(partition, offset);
            _progress.Set();
            return;
        }

        var record = RecordOf(result);
        if (record?.Mark is { } mark && mark.Partitions > replica.Partitions)
        {
            throw new KafkaException(new Error(ErrorCode.Local_UnknownPartition, "The topic has got more partitions."));
        }

        var isBatch = record is { } read && replica.Add(partition, offset, read);
        replica.Reach(partition, offset + 1);
        if (isBatch)
        {
            Notify();
        }
    }

    private LogRecord? RecordOf(ConsumeResult<string?, string> result)
    {
        try
        {
            return KafkaRecords.Read(result.Message);
        }
        catch (Exception foreign) when (foreign is FormatException or JsonException or ArgumentException or OverflowException)
        {
            LogForeign(result.Partition.Value, result.Offset.Value, foreign.Message);
            return null;
        }
    }

    private void Notify()
    {
        _progress.Set();
        Action? appended;
        lock (_lock)
        {
            appended = _appended;
        }

        appended?.Invoke();
    }

    [LoggerMessage(LogLevel.Warning, "The topic of facts cannot be read; facts wait in the outbox: {Reason}")]
    private partial void LogUnavailable(string reason);

    [LoggerMessage(LogLevel.Error, "The reader of the topic of facts failed and restarts")]
    private partial void LogFailed(Exception failure);

    [LoggerMessage(LogLevel.Warning, "Partition {Partition} has a record at {Offset} that is none of the relay's: {Reason}")]
    private partial void LogForeign(int partition, long offset, string reason);
}
