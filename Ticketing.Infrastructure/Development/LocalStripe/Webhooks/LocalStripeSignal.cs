namespace Ticketing.Infrastructure.Development.LocalStripe.Webhooks;

/// <summary>Wakes this instance's worker after an event; other instances' workers poll.</summary>
public sealed class LocalStripeSignal : IDisposable
{
    private readonly SemaphoreSlim _raised = new(0, 1);
    private int _isRaised;

    public void Raise()
    {
        if (Interlocked.Exchange(ref _isRaised, 1) == 0)
        {
            _raised.Release();
        }
    }

    /// <summary>Waits until it is raised, for at most <paramref name="timeout"/>.</summary>
    public async Task WaitAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (await _raised.WaitAsync(timeout, cancellationToken))
        {
            Volatile.Write(ref _isRaised, 0);
        }
    }

    public void Dispose() => _raised.Dispose();
}
