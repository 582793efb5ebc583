using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Ticketing.App.Shared;

/// <summary>
/// The base of components that go on working after they were rendered: a token that is cancelled when the component is
/// disposed, started tasks whose exceptions are seen, and a periodic beat.
/// </summary>
/// <remarks>
/// All of it runs on the renderer's dispatcher, so derived classes need no locks. A failure goes to
/// <see cref="ComponentBase.DispatchExceptionAsync"/>: the nearest error boundary shows it and the framework logs it.
/// </remarks>
public abstract class LiveComponent : ComponentBase, IAsyncDisposable
{
    private readonly CancellationTokenSource _lifetime = new();
    private List<Task>? _owned;
    private bool _isDisposed;

    protected LiveComponent() => Lifetime = _lifetime.Token;

    /// <summary>Cancelled when the component is disposed. Usable afterwards.</summary>
    protected CancellationToken Lifetime { get; }

    /// <summary>Disposes of the component: cancels <see cref="Lifetime"/>, waits for the owned tasks, releases what the derived class holds.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        await _lifetime.CancelAsync();
        if (_owned is not null)
        {
            await Task.WhenAll(_owned);
        }

        try
        {
            await ReleaseAsync();
        }
        catch (JSDisconnectedException)
        {
            // The browser has left, and its script objects with it.
        }

        _lifetime.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases what the derived class holds: script objects, subscriptions. No owned task runs any more.</summary>
    protected virtual ValueTask ReleaseAsync() => ValueTask.CompletedTask;

    /// <summary>Takes over a started task: disposal waits for it, and its exception is dispatched.</summary>
    protected void Own(Task task)
    {
        ArgumentNullException.ThrowIfNull(task);
        _owned ??= [];
        _owned.RemoveAll(owned => owned.IsCompleted);
        _owned.Add(ObserveAsync(task));
    }

    /// <summary>
    /// Calls <paramref name="beat"/> once per period until the component is disposed. One call at a time: a slow one delays the
    /// next, and a failed one ends the beat.
    /// </summary>
    /// <param name="period">Asked again after each call.</param>
    protected void Beat(TimeProvider time, Func<TimeSpan> period, Func<Task> beat)
    {
        ArgumentNullException.ThrowIfNull(period);
        Own(BeatAsync(time, period, beat));
    }

    /// <inheritdoc cref="Beat(TimeProvider, Func{TimeSpan}, Func{Task})"/>
    protected void Beat(TimeProvider time, TimeSpan period, Func<Task> beat) => Own(BeatAsync(time, () => period, beat));

    private async Task BeatAsync(TimeProvider time, Func<TimeSpan> period, Func<Task> beat)
    {
        using var timer = new PeriodicTimer(period(), time);
        while (await timer.WaitForNextTickAsync(Lifetime))
        {
            await InvokeAsync(beat);
            var next = period();
            if (timer.Period != next)
            {
                timer.Period = next;
            }
        }
    }

    private async Task ObserveAsync(Task task)
    {
        try
        {
            await task;
        }
        catch (OperationCanceledException) when (Lifetime.IsCancellationRequested)
        {
            // The component was disposed.
        }
        catch (JSDisconnectedException)
        {
            // The browser has left; the circuit disposes of the component.
        }
#pragma warning disable CA1031 // Every failure is dispatched.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            await DispatchExceptionAsync(failure);
        }
    }
}
