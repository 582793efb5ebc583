using Microsoft.Extensions.Logging;
using Npgsql;
using Ticketing.Infrastructure.Messaging.Events.Consuming;
using Ticketing.Infrastructure.Messaging.Events.Log;

namespace Ticketing.Infrastructure.Messaging.Events.Relay;

/// <summary>
/// Carries facts from the outbox to the log, in whole transactions. It stays behind the oldest running transaction, so none is skipped that
/// commits late; and it writes nothing to PostgreSQL, because its cursor is in the log, moved together with the facts.
/// </summary>
/// <remarks>
/// Two relays do no harm: who appends with a cursor that has been moved meanwhile appends nothing, and continues from the new one.
/// A log that was emptied, or that belongs to another timeline of the database, is filled again from the lowest position of all consumers.
/// </remarks>
internal sealed partial class FactRelay(
    IFactLog log, FactConsumers consumers, FactSignals signals, FactMetrics metrics, TimeProvider time, ILogger<FactRelay> logger)
{
    /// <summary>Rows per batch; more if a transaction has more.</summary>
    public const int BatchMax = 1000;

    /// <summary>The number of facts in the log above which the relay waits for consumers.</summary>
    internal long LengthMax { get; init; } = 1_000_000;

    private string _timeline = "";
    private FactCursor? _cursor;
    private long _scanned;
    private long _length;
    private bool _isFull;
    private bool _needsTrim;

    /// <summary>How long the last batch's oldest fact had been waiting.</summary>
    public TimeSpan Lag { get; private set; }

    /// <summary>Begins with the connection of a relay that has become the only one.</summary>
    public async Task BeginAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        _timeline = await OutboxReader.ReadTimelineAsync(connection, cancellationToken);
        (_cursor, _needsTrim) = (null, true);
    }

    /// <summary>Carries one batch.</summary>
    /// <returns>The number of facts.</returns>
    public async Task<int> RelayOnceAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (_cursor is null && !await TakeCursorAsync(connection, cancellationToken))
        {
            return 0;
        }

        if (_length > LengthMax)
        {
            LogFullOnce();
            return 0;
        }

        var horizon = await OutboxReader.ReadHorizonAsync(connection, cancellationToken);
        if (horizon - 1 <= _scanned)
        {
            return Idle();
        }

        var facts = await OutboxReader.ReadAsync(connection, _scanned, horizon, BatchMax, cancellationToken);
        var reached = facts.Count < BatchMax ? horizon - 1 : facts[^1].Position.Transaction;
        if (facts.Count == 0)
        {
            _scanned = reached;
            return Idle();
        }

        return await AppendAsync(facts, reached, cancellationToken);
    }

    /// <summary>Removes from the log what every consumer has applied. Costs nothing when the log is empty.</summary>
    /// <returns>Whether anything is left.</returns>
    public async Task<bool> TrimAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (!_needsTrim || _cursor is not { } cursor)
        {
            return false;
        }

        var lowest = consumers.Names.Length == 0
            ? [.. Enumerable.Repeat(FactPosition.AfterAllOf(cursor.Transaction), FactStreams.Count)]
            : await FactPositions.LowestAsync(connection, consumers.Names, cancellationToken);
        await log.TrimAsync(lowest, cancellationToken);
        _length = (await log.LengthsAsync(cancellationToken)).Sum();
        _needsTrim = _length > 0;
        _isFull &= _length > LengthMax;
        return _needsTrim;
    }

    private async Task<int> AppendAsync(List<Fact> facts, long reached, CancellationToken cancellationToken)
    {
        var cursor = _cursor!.Value;
        var next = cursor with { Transaction = reached };
        try
        {
            if (!await log.TryAppendAsync(cursor, next, facts, cancellationToken))
            {
                _cursor = null;
                return 0;
            }
        }
        catch
        {
            // Whether the log has them is unknown: its cursor tells.
            _cursor = null;
            throw;
        }

        (_cursor, _scanned, _needsTrim) = (next, reached, true);
        _length += facts.Count;
        signals.Appended.Set();
        Lag = time.GetUtcNow() - facts.Min(fact => fact.CreatedAt);
        metrics.RelayLag = Lag.TotalSeconds;
        return facts.Count;
    }

    private async Task<bool> TakeCursorAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var found = await log.ResumeAsync(cancellationToken);
        if (found is { } cursor && cursor.Timeline == _timeline)
        {
            (_cursor, _scanned) = (cursor, cursor.Transaction);
            return true;
        }

        var begin = new FactCursor(_timeline, await BeginningAsync(connection, cancellationToken));
        if (!await log.TryResetAsync(found, begin, cancellationToken))
        {
            return false;
        }

        LogFilling(found, begin.Transaction);
        (_cursor, _scanned, _length) = (begin, begin.Transaction, 0);
        return true;
    }

    // The transaction of the lowest position may be applied in part.
    private async Task<long> BeginningAsync(NpgsqlConnection connection, CancellationToken cancellationToken) => consumers.Names.Length == 0
        ? await OutboxReader.ReadHorizonAsync(connection, cancellationToken) - 1
        : Math.Max(0, (await FactPositions.LowestAsync(connection, consumers.Names, cancellationToken)).Min().Transaction - 1);

    private int Idle()
    {
        Lag = TimeSpan.Zero;
        metrics.RelayLag = 0;
        return 0;
    }

    private void LogFullOnce()
    {
        _needsTrim = true;
        if (!_isFull)
        {
            _isFull = true;
            LogFull(_length);
        }
    }

    [LoggerMessage(LogLevel.Information, "The log of facts ({Found}) is filled from transaction {Begin}")]
    private partial void LogFilling(FactCursor? found, long begin);

    [LoggerMessage(LogLevel.Warning, "The log has {Length} facts: the relay waits for the slowest consumer")]
    private partial void LogFull(long length);
}
