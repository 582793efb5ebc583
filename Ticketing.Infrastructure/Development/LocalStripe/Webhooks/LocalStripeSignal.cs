namespace Ticketing.Infrastructure.Development.LocalStripe.Webhooks;

/// <summary>Wakes this instance's worker when something happened; the other instances' workers look by themselves.</summary>
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

    /// <summary>Returns when it was raised, or after a while.</summary>
    public async Task WaitAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        if (await _raised.WaitAsync(longest, cancellationToken))
        {
            Volatile.Write(ref _isRaised, 0);
        }
    }

    public void Dispose() => _raised.Dispose();
}
