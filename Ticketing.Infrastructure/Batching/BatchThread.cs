using System.Collections.Concurrent;

namespace Ticketing.Infrastructure.Batching;

/// <summary>
/// A dedicated thread with a synchronization context for a batch loop. On the thread pool the loop's continuations would queue behind the
/// thousands of requests that wait for it; here they run at once, and the loop may block.
/// </summary>
internal sealed class BatchThread : SynchronizationContext
{
    private readonly BlockingCollection<(SendOrPostCallback Callback, object? State)> _queue = [];

    private BatchThread()
    {
    }

    /// <summary>Runs <paramref name="loop"/> with all its continuations on one new thread.</summary>
    /// <returns>Completes with the loop's result.</returns>
    public static Task RunAsync(string name, Func<Task> loop)
    {
        var context = new BatchThread();
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() => context.Run(loop, ended)) { IsBackground = true, Name = name };
        thread.Start();
        return ended.Task;
    }

    public override void Post(SendOrPostCallback d, object? state) => _queue.Add((d, state));

    public override void Send(SendOrPostCallback d, object? state) =>
        throw new NotSupportedException("Send would block the caller; use Post.");

    private void Run(Func<Task> loop, TaskCompletionSource ended)
    {
        SetSynchronizationContext(this);
        var task = RunAsync(loop);
        while (!task.IsCompleted)
        {
            var (callback, state) = _queue.Take();
            callback(state);
        }

        ended.SetFromTask(task);
    }

    // Also captures exceptions that the loop throws before its first await.
    private static async Task RunAsync(Func<Task> loop) => await loop();
}
