namespace Ticketing.App.WaitingRoom.Admin;

/// <summary>What a live page does each second until it is left; its failures are the page's.</summary>
internal sealed class Heartbeat : IAsyncDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _leaving = new();
    private Task _beating = Task.CompletedTask;

    /// <summary>Cancelled when the page is left.</summary>
    public CancellationToken Stop => _leaving.Token;

    /// <param name="beat">One at a time: a slow one makes the next one wait.</param>
    /// <param name="failed">The component's <c>DispatchExceptionAsync</c>.</param>
    public void Start(Func<Task> beat, Func<Exception, Task> failed) => _beating = BeatAsync(beat, failed);

    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        await _beating;
        _leaving.Dispose();
    }

    private async Task BeatAsync(Func<Task> beat, Func<Exception, Task> failed)
    {
        // The wall's time, as the rooms' own steps.
        using var timer = new PeriodicTimer(Every);
        try
        {
            while (await timer.WaitForNextTickAsync(Stop))
            {
                await beat();
            }
        }
        catch (OperationCanceledException) when (Stop.IsCancellationRequested)
        {
            // The page was left.
        }
#pragma warning disable CA1031 // Whatever it is: the page shows it.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            await failed(failure);
        }
    }
}
