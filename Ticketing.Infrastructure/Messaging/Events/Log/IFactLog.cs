using Ticketing.Infrastructure.Messaging.Events.Desk;

namespace Ticketing.Infrastructure.Messaging.Events.Log;

/// <summary>
/// The streams that carry facts from the relay to consumers: a window on the outbox that may be emptied at any time. One writer appends at
/// a time; a writer that has been replaced is recognized by its cursor.
/// </summary>
internal interface IFactLog
{
    /// <summary>Whether a failure of a method is an outage of the log's server, in which facts wait in the outbox.</summary>
    bool IsOutage(Exception failure);

    /// <summary>How far the log is filled; null: it has been emptied.</summary>
    Task<FactCursor?> FindCursorAsync(CancellationToken cancellationToken);

    /// <summary>The same for a writer that begins: removes what is beyond the cursor.</summary>
    Task<FactCursor?> ResumeAsync(CancellationToken cancellationToken);

    /// <summary>Empties the log and sets its cursor, if it still is <paramref name="expected"/>.</summary>
    /// <returns>False: another writer has been faster.</returns>
    Task<bool> TryResetAsync(FactCursor? expected, FactCursor cursor, CancellationToken cancellationToken);

    /// <summary>
    /// Appends facts in the order of their positions and moves the cursor from <paramref name="expected"/> to <paramref name="next"/>,
    /// both or nothing; then notifies subscribers.
    /// </summary>
    /// <returns>False: the cursor is another one, nothing has been appended.</returns>
    Task<bool> TryAppendAsync(
        FactCursor expected, FactCursor next, IReadOnlyList<Fact> facts, CancellationToken cancellationToken);

    /// <summary>Reads what follows the given positions, one per stream, at one moment.</summary>
    /// <param name="first">The stream to begin with: a page has a limit, and every stream shall have its turn.</param>
    /// <returns>Null: the log has been emptied.</returns>
    Task<FactPage?> ReadAsync(IReadOnlyList<FactPosition> after, int first, CancellationToken cancellationToken);

    /// <summary>Removes facts up to and including the given positions, one per stream.</summary>
    Task TrimAsync(IReadOnlyList<FactPosition> upTo, CancellationToken cancellationToken);

    /// <summary>The number of facts in each stream.</summary>
    Task<IReadOnlyList<long>> LengthsAsync(CancellationToken cancellationToken);

    /// <summary>The number of facts in each stream, and the newest one's time. Fails during an outage.</summary>
    Task<IReadOnlyList<StreamState>> DescribeAsync(CancellationToken cancellationToken);

    /// <summary>Calls <paramref name="appended"/> after appends of any instance. A call may be missed.</summary>
    Task SubscribeAsync(Action appended, CancellationToken cancellationToken);
}

/// <summary>What a log had at one moment.</summary>
internal sealed record FactPage(FactCursor Cursor, IReadOnlyList<FactSlice> Streams);

/// <summary>The part of a page that is of one stream.</summary>
/// <param name="Trimmed">Facts up to here have been removed: a reader before it reads the outbox.</param>
/// <param name="IsComplete">Whether these are all facts of the stream up to the page's cursor.</param>
internal sealed record FactSlice(FactPosition Trimmed, IReadOnlyList<Fact> Facts, bool IsComplete);
