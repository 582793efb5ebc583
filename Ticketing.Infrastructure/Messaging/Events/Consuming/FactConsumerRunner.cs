using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Messaging.Events.Log;
using Ticketing.Infrastructure.Messaging.Events.Relay;

namespace Ticketing.Infrastructure.Messaging.Events.Consuming;

/// <summary>Applies facts for one consumer.</summary>
/// <remarks>
/// <para>Exactly once: a batch's effects and the consumer's new positions are one transaction, and the positions are moved only from those
/// that were read from. Of several runners that apply the same facts one commits; a crash leaves neither.</para>
/// <para>The positions are moved last. A transaction without a write has no id and holds back no facts, so a consumer that reads before it
/// writes delays the relay by its writes only. An advisory lock takes the place of the row locks until then.</para>
/// <para>A page of the log is of one moment, so a stream that was read to its end is applied up to the page's cursor, even without facts.
/// Such moves alone are saved every few seconds. A consumer before the log's begin, such as a new one, reads the outbox.</para>
/// </remarks>
internal sealed partial class FactConsumerRunner(
    FactConsumer consumer, NpgsqlDataSource database, IFactLog log, FactPages pages, IServiceScopeFactory scopes, FactSignals signals, FactMetrics metrics,
    TimeProvider time, ILogger<FactConsumerRunner> logger)
{
    private const int OutboxMax = 2000;
    private const int LettersMax = 100;

    private static readonly TimeSpan SaveEvery = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan OvertakenPause = TimeSpan.FromMilliseconds(100);

    private readonly ConsumerMetrics _metrics = metrics.Of(consumer.Name);
    private FactPosition[]? _saved;
    private FactPosition[] _read = new FactPosition[FactStreams.Count];
    private FactCursor? _caughtUp;
    private string? _timeline;
    private long _savedAt;

    public string Name => consumer.Name;

    /// <summary>Reads positions anew, as after another runner's commit.</summary>
    public void Forget() => (_saved, _caughtUp) = (null, null);

    /// <summary>Applies one page.</summary>
    /// <returns>Whether there may be more.</returns>
    public async Task<bool> PassAsync(CancellationToken cancellationToken)
    {
        if (_saved is not null && _caughtUp is { } known && !NeedsSave && await log.FindCursorAsync(cancellationToken) == known)
        {
            return false;
        }

        await LoadAsync(cancellationToken);
        if (await pages.ReadAsync(_read, cancellationToken) is not { } page)
        {
            return false;
        }

        if (_timeline is not null && _timeline != page.Cursor.Timeline)
        {
            // The database has been restored, and its positions with it.
            _timeline = page.Cursor.Timeline;
            Forget();
            return true;
        }

        _timeline = page.Cursor.Timeline;
        return page.Streams.Where((slice, stream) => _read[stream] < slice.Trimmed).Any()
            ? await ApplyFromOutboxAsync(page.Cursor, cancellationToken)
            : await ApplyAsync(page, cancellationToken);
    }

    /// <summary>Tries dead letters again that are due, in the order of each aggregate.</summary>
    /// <returns>The number of tries.</returns>
    public async Task<int> RetryLettersAsync(CancellationToken cancellationToken)
    {
        var tries = 0;
        while (tries < LettersMax && await RetryLetterAsync(cancellationToken))
        {
            tries++;
        }

        return tries;
    }

    private bool NeedsSave => !_read.AsSpan().SequenceEqual(_saved) && time.GetElapsedTime(_savedAt) >= SaveEvery;

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        if (_saved is null)
        {
            await using var connection = await database.OpenConnectionAsync(cancellationToken);
            _saved = await FactPositions.ReadAsync(connection, consumer.Name, cancellationToken);
            _read = [.. _saved];
            _savedAt = time.GetTimestamp();
        }
    }

    private async Task<bool> ApplyAsync(FactPage page, CancellationToken cancellationToken)
    {
        var reached = new FactPosition[FactStreams.Count];
        var facts = new List<IReadOnlyList<Fact>>();
        var isComplete = true;
        for (var stream = 0; stream < reached.Length; stream++)
        {
            var slice = page.Streams[stream];
            facts.Add(slice.Facts);
            reached[stream] = slice.Facts.Count > 0 ? slice.Facts[^1].Position : _read[stream];
            var end = FactPosition.AfterAllOf(page.Cursor.Transaction);
            if (slice.IsComplete && reached[stream] < end)
            {
                reached[stream] = end;
            }

            isComplete &= slice.IsComplete;
        }

        return await AdvanceAsync(facts, reached, page.Cursor, isComplete, cancellationToken);
    }

    private async Task<bool> ApplyFromOutboxAsync(FactCursor cursor, CancellationToken cancellationToken)
    {
        List<Fact> rows;
        await using (var connection = await database.OpenConnectionAsync(cancellationToken))
        {
            // The transaction of the lowest position may be applied in part.
            rows = await OutboxReader.ReadAsync(
                connection, Math.Max(0, _read.Min().Transaction - 1), cursor.Transaction + 1, OutboxMax, cancellationToken);
        }

        var end = FactPosition.AfterAllOf(rows.Count < OutboxMax ? cursor.Transaction : rows[^1].Position.Transaction);
        var byStream = rows.ToLookup(fact => FactStreams.Of(fact.AggregateId));
        List<IReadOnlyList<Fact>> facts =
            [.. _read.Select((position, stream) => byStream[stream].Where(fact => fact.Position > position).ToList())];
        FactPosition[] reached = [.. _read.Select(position => position > end ? position : end)];
        await AdvanceAsync(facts, reached, cursor, isComplete: false, cancellationToken);
        return true;
    }

    private async Task<bool> AdvanceAsync(
        List<IReadOnlyList<Fact>> facts, FactPosition[] reached, FactCursor cursor, bool isComplete, CancellationToken cancellationToken)
    {
        var matching = facts.ConvertAll(slice => slice.Where(fact => consumer.Takes(fact.Type)).ToList());
        if (matching.Exists(slice => slice.Count > 0) || time.GetElapsedTime(_savedAt) >= SaveEvery)
        {
            if (!await CommitAsync(matching, reached, cursor.Timeline, cancellationToken))
            {
                Forget();
                await Task.Delay(OvertakenPause, cancellationToken);
                return true;
            }

            (_saved, _savedAt) = ([.. reached], time.GetTimestamp());
        }

        _read = reached;
        _caughtUp = isComplete ? cursor : null;
        var newest = facts.Where(slice => slice.Count > 0).Select(slice => slice[^1].CreatedAt).DefaultIfEmpty().Max();
        (_metrics.Waiting, _metrics.LagSeconds) = isComplete || newest == default
            ? (0, 0)
            : (facts.Sum(slice => slice.Count), (time.GetUtcNow() - newest).TotalSeconds);
        return !isComplete;
    }

    private async Task<bool> CommitAsync(
        List<List<Fact>> matching, FactPosition[] reached, string timeline, CancellationToken cancellationToken)
    {
        var moves = Enumerable.Range(0, reached.Length)
            .Where(stream => _saved![stream] != reached[stream])
            .Select(stream => new PositionMove(stream, _saved![stream], reached[stream])).ToList();
        if (moves.Count == 0)
        {
            return true;
        }

        try
        {
            return await TryCommitAsync(matching, moves, timeline, isOneByOne: false, cancellationToken);
        }
#pragma warning disable CA1031 // A consumer may throw anything: the facts are applied one by one to find the cause.
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested && !DatabaseRetry.IsTransient(failure))
#pragma warning restore CA1031
        {
            LogFailed(failure, consumer.Name);
            return await TryCommitAsync(matching, moves, timeline, isOneByOne: true, cancellationToken);
        }
    }

    private async Task<bool> TryCommitAsync(
        List<List<Fact>> matching, List<PositionMove> moves, string timeline, bool isOneByOne, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var count = matching.Sum(slice => slice.Count);
        if (count == 0)
        {
            return await TryMoveAsync(connection, transaction, moves, timeline, cancellationToken);
        }

        if (!await FactPositions.TryBeginAsync(connection, transaction, consumer.Name, moves, cancellationToken))
        {
            LogOvertaken(consumer.Name);
            return false;
        }

        var batch = new FactBatch(consumer, scopes, connection, transaction, time.GetUtcNow());
        var failures = await batch.ApplyAsync(matching, isOneByOne, cancellationToken);
        if (!await TryMoveAsync(connection, transaction, moves, timeline, cancellationToken))
        {
            return false;
        }

        Count(count, failures, batch.LastError);
        return true;
    }

    private async Task<bool> TryMoveAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, List<PositionMove> moves, string timeline, CancellationToken cancellationToken)
    {
        if (!await FactPositions.TryMoveAsync(connection, transaction, consumer.Name, timeline, moves, cancellationToken))
        {
            LogOvertaken(consumer.Name);
            return false;
        }

        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    private void Count(int facts, int failures, string? error)
    {
        for (var i = 0; i < failures; i++)
        {
            metrics.CountFailure(consumer.Name);
        }

        metrics.CountApplied(consumer.Name, facts - failures);
        _metrics.LastError = error;
        signals.AppliedBy(consumer.Name).Set();
    }

    private async Task<bool> RetryLetterAsync(CancellationToken cancellationToken)
    {
        const string Point = "letter";
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var now = time.GetUtcNow();
        if (await DeadLetters.TakeDueAsync(connection, transaction, consumer.Name, now, cancellationToken) is not { } letter)
        {
            return false;
        }

        await transaction.SaveAsync(Point, cancellationToken);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await consumer.Resolve(scope.ServiceProvider).ApplyAsync([letter.Fact], connection, transaction, cancellationToken);
            await DeadLetters.DeleteAsync(connection, transaction, letter.Id, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            Count(1, 0, null);
        }
#pragma warning disable CA1031 // A consumer may throw anything.
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested && !DatabaseRetry.IsTransient(failure))
#pragma warning restore CA1031
        {
            await transaction.RollbackAsync(Point, cancellationToken);
            await DeadLetters.FailAsync(connection, transaction, letter, failure, now, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            Count(1, 1, failure.Message);
            LogLetterFailed(failure, consumer.Name, letter.Fact.Id, letter.Fact.Type, letter.Attempts + 1);
        }

        return true;
    }

    [LoggerMessage(LogLevel.Information, "Another host has applied facts for {Consumer}, or the database was restored; reading positions anew")]
    private partial void LogOvertaken(string consumer);

    [LoggerMessage(LogLevel.Warning, "The consumer {Consumer} failed; its facts are applied one by one")]
    private partial void LogFailed(Exception failure, string consumer);

    [LoggerMessage(LogLevel.Error, "The consumer {Consumer} failed with fact {Id} ({Type}) at try {Attempt}")]
    private partial void LogLetterFailed(Exception failure, string consumer, Guid id, string type, int attempt);
}
