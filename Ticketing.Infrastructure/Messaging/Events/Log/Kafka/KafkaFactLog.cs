using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Ticketing.Infrastructure.Messaging.Events.Desk;

namespace Ticketing.Infrastructure.Messaging.Events.Log.Kafka;

/// <summary>
/// The log in a topic of Kafka (decision 20). An append is one transaction: facts to the partitions of their streams, and behind them a
/// mark with the cursor to every partition. Readers have the topic's end in memory, and only batches of which all marks were read.
/// </summary>
/// <remarks>
/// The cursor is compared in memory: the writer has read the topic after it was opened, and whatever another writer commits later makes
/// Kafka refuse this one's commit. So a stale comparison appends nothing; mostly the reader has seen the other's batch before.
/// <c>_writing</c> protects the writer's fields.
/// </remarks>
internal sealed partial class KafkaFactLog(
    KafkaClients clients, KafkaTopic topic, KafkaFactReader reader, TimeProvider time, ILogger<KafkaFactLog> logger) : IFactLog, IAsyncDisposable
{
    private static readonly TimeSpan DeleteEvery = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan DeleteAgainAfter = TimeSpan.FromHours(1);

    private readonly SemaphoreSlim _writing = new(1);
    private KafkaFactWriter? _writer;
    private FactCursor? _cursor;
    private long _number;
    private volatile IReadOnlyList<FactPosition>? _trimmed;
    private long _deletedAt;
    private Task<TimeSpan> _deletion = Task.FromResult(TimeSpan.Zero);

    public bool IsOutage(Exception failure) => KafkaOutage.IsOutage(failure);

    public async Task<FactCursor?> FindCursorAsync(CancellationToken cancellationToken) => (await reader.LoadAsync(cancellationToken)).Cursor;

    public Task<FactCursor?> ResumeAsync(CancellationToken cancellationToken) => WritingAsync(async () =>
    {
        await OpenAsync(cancellationToken);
        return _cursor;
    }, cancellationToken);

    public Task<bool> TryResetAsync(FactCursor? expected, FactCursor cursor, CancellationToken cancellationToken) => WritingAsync(async () =>
    {
        // Positions of another timeline.
        _trimmed = null;
        return await TryWriteAsync(expected, cursor, [], isReset: true, cancellationToken);
    }, cancellationToken);

    public Task<bool> TryAppendAsync(FactCursor expected, FactCursor next, IReadOnlyList<Fact> facts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return WritingAsync(() => TryWriteAsync(expected, next, facts, isReset: false, cancellationToken), cancellationToken);
    }

    public async Task<FactPage?> ReadAsync(IReadOnlyList<FactPosition> after, int first, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(after);
        return (await reader.LoadAsync(cancellationToken)).Read(after, first);
    }

    /// <remarks>The next batch brings the positions to the windows of other instances.</remarks>
    public async Task TrimAsync(IReadOnlyList<FactPosition> upTo, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(upTo);
        var window = await reader.LoadAsync(cancellationToken);
        window.Trim(upTo);
        _trimmed = upTo;
        await WritingAsync(async () =>
        {
            // At the relay's instance only.
            if (_writer is not null && _deletion.IsCompleted && time.GetElapsedTime(_deletedAt) >= await _deletion
                && window.FirstNeeded() is { } offsets)
            {
                _deletedAt = time.GetTimestamp();
                _deletion = DeleteAsync(offsets);
            }

            return true;
        }, cancellationToken);
    }

    public async Task<IReadOnlyList<long>> LengthsAsync(CancellationToken cancellationToken) => (await reader.LoadAsync(cancellationToken)).Lengths();

    public async Task<IReadOnlyList<StreamState>> DescribeAsync(CancellationToken cancellationToken)
    {
        // The window still answers when Kafka no longer does.
        await topic.PingAsync(cancellationToken);
        return (await reader.LoadAsync(cancellationToken)).Describe();
    }

    public Task SubscribeAsync(Action appended, CancellationToken cancellationToken)
    {
        reader.Subscribe(appended);
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _writing.WaitAsync();
        await CloseAsync();
        await _deletion;
        _writing.Dispose();
    }

    private async Task<T> WritingAsync<T>(Func<Task<T>> write, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            return await write();
        }
        finally
        {
            _writing.Release();
        }
    }

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        await CloseAsync();
        _writer = await KafkaFactWriter.OpenAsync(clients, topic, cancellationToken);
        try
        {
            // No other writer can commit from now on: the cursor that is read now is the newest.
            var ends = await topic.ReadEndsAsync(_writer.Partitions, cancellationToken);
            var replica = await reader.CatchUpAsync(ends, cancellationToken);
            (_cursor, _number) = (replica.Window.Cursor, replica.Newest);
            // Another writer may have set the log back: the positions are those of its time.
            _trimmed = null;
        }
        catch
        {
            await CloseAsync();
            throw;
        }
    }

    private async Task CloseAsync()
    {
        if (_writer is { } writer)
        {
            _writer = null;
            await Task.Run(writer.Dispose);
        }
    }

    private async Task<bool> TryWriteAsync(
        FactCursor? expected, FactCursor next, IReadOnlyList<Fact> facts, bool isReset, CancellationToken cancellationToken)
    {
        if (_writer is null)
        {
            await OpenAsync(cancellationToken);
        }

        if (_cursor != expected || reader.HasReadBeyond(_number))
        {
            return false;
        }

        var mark = new LogMark(_number + 1, next, isReset, _writer!.Partitions, _trimmed);
        try
        {
            await _writer.WriteAsync(mark, facts);
        }
        catch (KafkaException failure)
        {
            // Whether it was committed is unknown, unless the writer was replaced: the next one reads it.
            await CloseAsync();
            if (KafkaOutage.IsFenced(failure))
            {
                LogReplaced();
                return false;
            }

            throw;
        }

        (_cursor, _number) = (next, mark.Number);
        await reader.AwaitBatchAsync(mark.Number, cancellationToken);
        return true;
    }

    /// <summary>Deletes what no instance needs. Brokers that do not allow it keep records for the topic's retention.</summary>
    /// <returns>How long to wait before the next time.</returns>
    private async Task<TimeSpan> DeleteAsync(long[] offsets)
    {
        try
        {
            await topic.DeleteBeforeAsync(offsets, CancellationToken.None);
            return DeleteEvery;
        }
        catch (KafkaException refused)
        {
            LogNotDeleted(refused.Message);
            return DeleteAgainAfter;
        }
    }

    [LoggerMessage(LogLevel.Information, "Another instance writes the topic of facts now")]
    private partial void LogReplaced();

    [LoggerMessage(LogLevel.Information, "Kafka keeps applied facts until its own retention ends: {Reason}")]
    private partial void LogNotDeleted(string reason);
}
