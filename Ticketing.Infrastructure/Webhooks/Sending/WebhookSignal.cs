namespace Ticketing.Infrastructure.Webhooks.Sending;

/// <summary>Wakes this instance's worker; other instances' workers poll.</summary>
public sealed class WebhookSignal : IDisposable
{
    /// <summary>The transaction that has just written commits within a second, or the poll finds its rows.</summary>
    public const int LooksBeforeCommit = 6;

    private const int LooksAfterCommit = 1;

    private readonly SemaphoreSlim _raised = new(0, 1);
    private int _looks;

    /// <summary>Deliveries are due.</summary>
    public void Raise() => Raise(LooksAfterCommit);

    /// <summary>Deliveries are due once the running transaction has committed: the worker looks several times.</summary>
    public void RaiseBeforeCommit() => Raise(LooksBeforeCommit);

    /// <summary>Waits until it is raised, for at most <paramref name="timeout"/>.</summary>
    /// <returns>How often the worker should look, now included; 0 after the timeout.</returns>
    public async Task<int> WaitAsync(TimeSpan timeout, CancellationToken cancellationToken) =>
        await _raised.WaitAsync(timeout, cancellationToken) ? Interlocked.Exchange(ref _looks, 0) : 0;

    public void Dispose() => _raised.Dispose();

    private void Raise(int looks)
    {
        int seen;
        do
        {
            seen = Volatile.Read(ref _looks);
        }
        while (seen < looks && Interlocked.CompareExchange(ref _looks, looks, seen) != seen);

        // From 0: nobody has released it since the last wait.
        if (seen == 0)
        {
            _raised.Release();
        }
    }
}
