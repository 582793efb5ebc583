using System.Collections.Concurrent;

namespace Ticketing.Infrastructure.Batching;

/// <summary>
/// A thread of its own for a loop that everybody waits for. On the thread pool such a loop takes its turn behind the requests that
/// wait for it, ten thousand of them at the start of a sale; here what it awaits comes back to it at once, and it may block.
/// </summary>
internal sealed class BatchThread : SynchronizationContext
{
    private readonly BlockingCollection<(SendOrPostCallback Callback, object? State)> _waiting = [];

    private BatchThread()
    {
    }

    /// <summary>Runs <paramref name="loop"/>, and whatever it awaits, on one new thread.</summary>
    /// <returns>Ends as the loop ends.</returns>
    public static Task RunAsync(string name, Func<Task> loop)
    {
        var context = new BatchThread();
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() => context.Run(loop, ended)) { IsBackground = true, Name = name };
        thread.Start();
        return ended.Task;
    }

    public override void Post(SendOrPostCallback d, object? state) => _waiting.Add((d, state));

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("Nobody waits for a batch's thread.");

    private void Run(Func<Task> loop, TaskCompletionSource ended)
    {
        SetSynchronizationContext(this);
        var task = RunAsync(loop);
        while (!task.IsCompleted)
        {
            var (callback, state) = _waiting.Take();
            callback(state);
        }

        ended.SetFromTask(task);
    }

    // What a loop throws before it awaits is in its task too.
    private static async Task RunAsync(Func<Task> loop) => await loop();
}
