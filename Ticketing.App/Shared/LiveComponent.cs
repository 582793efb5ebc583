using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Ticketing.App.Shared;

/// <summary>
/// Base of components with background work: a token that is cancelled on disposal, tracked tasks whose exceptions are dispatched, and
/// a periodic call.
/// </summary>
/// <remarks>
/// All of it runs on the renderer's dispatcher, so derived classes need no locks. A failure goes to
/// <see cref="ComponentBase.DispatchExceptionAsync"/>: the nearest error boundary shows it and the framework logs it.
/// </remarks>
public abstract class LiveComponent : ComponentBase, IAsyncDisposable
{
    private readonly CancellationTokenSource _lifetime = new();
    private List<Task>? _tracked;
    private bool _isDisposed;

    protected LiveComponent() => Lifetime = _lifetime.Token;

    /// <summary>Cancelled when the component is disposed; may be used afterwards.</summary>
    protected CancellationToken Lifetime { get; }

    /// <summary>Cancels <see cref="Lifetime"/>, waits for the tracked tasks, and releases the derived class's resources.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        await _lifetime.CancelAsync();
        if (_tracked is not null)
        {
            await Task.WhenAll(_tracked);
        }

        try
        {
            await ReleaseAsync();
        }
        catch (JSDisconnectedException)
        {
            // The browser disconnected; its script objects are gone.
        }

        _lifetime.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases resources of the derived class: script objects, subscriptions. Tracked tasks have ended.</summary>
    protected virtual ValueTask ReleaseAsync() => ValueTask.CompletedTask;

    /// <summary>Tracks a started task: disposal waits for it, and its exception is dispatched.</summary>
    protected void Track(Task task)
    {
        ArgumentNullException.ThrowIfNull(task);
        _tracked ??= [];
        _tracked.RemoveAll(tracked => tracked.IsCompleted);
        _tracked.Add(ObserveAsync(task));
    }

    /// <summary>
    /// Calls <paramref name="action"/> once per period until disposal. Calls do not overlap; a failed call ends the repetition.
    /// </summary>
    /// <param name="period">Evaluated after each call.</param>
    protected void Repeat(TimeProvider time, Func<TimeSpan> period, Func<Task> action)
    {
        ArgumentNullException.ThrowIfNull(period);
        Track(RepeatAsync(time, period, action));
    }

    /// <inheritdoc cref="Repeat(TimeProvider, Func{TimeSpan}, Func{Task})"/>
    protected void Repeat(TimeProvider time, TimeSpan period, Func<Task> action) => Track(RepeatAsync(time, () => period, action));

    private async Task RepeatAsync(TimeProvider time, Func<TimeSpan> period, Func<Task> action)
    {
        using var timer = new PeriodicTimer(period(), time);
        while (await timer.WaitForNextTickAsync(Lifetime))
        {
            await InvokeAsync(action);
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
            // The browser disconnected; the circuit disposes the component.
        }
#pragma warning disable CA1031 // Every failure is dispatched.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            await DispatchExceptionAsync(failure);
        }
    }
}
