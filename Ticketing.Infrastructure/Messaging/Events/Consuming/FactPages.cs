using Ticketing.Infrastructure.Messaging.Events.Log;

namespace Ticketing.Infrastructure.Messaging.Events.Consuming;

/// <summary>
/// Reads the log for all consumers of this instance. Consumers that keep up stand at the same positions and are woken together: they share
/// a page, which is transferred and parsed once.
/// </summary>
/// <remarks>
/// A page is shared only until the next signal of new facts. So a consumer that is woken by a signal never gets a page from before it. Signals
/// can be missed: a page is not shared for longer than <see cref="SharedFor"/>.
/// </remarks>
internal sealed class FactPages(IFactLog log, FactSignals signals)
{
    /// <summary>Far below the interval at which consumers look without a signal.</summary>
    internal static readonly TimeSpan SharedFor = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private SharedPage? _shared;
    private int _first;

    /// <summary>What follows the given positions, one per stream, at one moment; null: the log has been emptied.</summary>
    public async Task<FactPage?> ReadAsync(IReadOnlyList<FactPosition> after, CancellationToken cancellationToken)
    {
        Task<FactPage?> page;
        lock (_lock)
        {
            // Before the log is read: what is appended from here on counts as not contained.
            var signal = signals.Appended.Count;
            if (_shared is not { } shared || !shared.Fits(after, signal))
            {
                // A page has a limit, and every stream shall have its turn.
                _first = (_first + 1) % FactStreams.Count;
                FactPosition[] positions = [.. after];
                // Not cancelled with this caller: others may wait for it.
                shared = new SharedPage(
                    positions, signal, TimeProvider.System.GetTimestamp(), log.ReadAsync(positions, _first, CancellationToken.None));
                _shared = shared;
            }

            page = shared.Page;
        }

        return await page.WaitAsync(cancellationToken);
    }

    private sealed record SharedPage(FactPosition[] After, long Signal, long ReadAt, Task<FactPage?> Page)
    {
        public bool Fits(IReadOnlyList<FactPosition> after, long signal) =>
            Signal == signal && !Page.IsFaulted && !Page.IsCanceled && TimeProvider.System.GetElapsedTime(ReadAt) < SharedFor
            && After.SequenceEqual(after);
    }
}
