using System.Collections.Concurrent;

namespace Ticketing.Infrastructure.Messaging.Events;

/// <summary>Wakes waiting workers of this instance.</summary>
public sealed class WakeSignal
{
    private TaskCompletionSource _next = Create();
    private Action? _onSet;
    private long _count;

    /// <summary>How often it was set. Counted before waiters are woken.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>Completes at the next <see cref="Set"/>. Take it before looking for work: then no signal is missed.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    public void Set()
    {
        Interlocked.Increment(ref _count);
        Volatile.Read(ref _onSet)?.Invoke();
        Interlocked.Exchange(ref _next, Create()).TrySetResult();
    }

    /// <summary>Has a method called by each <see cref="Set"/>, on its flow. It returns at once and does not throw. There is one.</summary>
    public void OnSet(Action called) => Volatile.Write(ref _onSet, called);

    /// <summary>Waits for <paramref name="next"/> or until the timeout has passed; returns on cancellation too.</summary>
    public static async Task WaitAsync(Task next, TimeSpan timeout, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(next);
        await next.WaitAsync(timeout, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static TaskCompletionSource Create() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>Signals between the relay, the consumers and their workers at this instance.</summary>
public sealed class FactSignals
{
    private readonly ConcurrentDictionary<string, WakeSignal> _applied = new();
    private readonly ConcurrentDictionary<string, bool> _due = new();

    /// <summary>Consumers have something to do: facts were appended to the log, by this or another instance, or letters are due.</summary>
    public WakeSignal Appended { get; } = new();

    /// <summary>Notes that dead letters of a consumer are due. At another instance, its owner finds them itself.</summary>
    public void Due(string consumer)
    {
        _due[consumer] = true;
        Appended.Set();
    }

    /// <summary>Whether letters of a consumer were due since the last call.</summary>
    public bool TakeDue(string consumer) => _due.TryRemove(consumer, out _);

    /// <summary>A consumer of this instance has committed effects.</summary>
    public WakeSignal AppliedBy(string consumer) => _applied.GetOrAdd(consumer, _ => new WakeSignal());
}
