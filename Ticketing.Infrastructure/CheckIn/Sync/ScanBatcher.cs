using Microsoft.Extensions.Logging;
using Ticketing.Core.CheckIn;
using Ticketing.Infrastructure.Batching;
using Ticketing.Infrastructure.Telemetry;

namespace Ticketing.Infrastructure.CheckIn.Sync;

/// <summary>
/// Stores the scans of all devices that wait in one transaction: a door's row is held from the numbering of its changes to the commit, so that
/// single transactions would wait for each other's commits.
/// </summary>
internal sealed class ScanBatcher : Batcher<ScanBatchItem>
{
    private const int BatchMax = 100;
    private const int QueueMax = 2_000;

    // Devices that come back after an evening without network send 500 each.
    private const int ScansMax = 2_000;

    // After each batch: under load fewer, larger transactions, which cost a fraction; a single device waits for none.
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(10);

    // A phone shows its own verdict meanwhile, and sends again what was not taken.
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(5);

    private readonly BatchWave<ScanBatchItem, TakenScans> _waves;

    public ScanBatcher(ScanIntake intake, ShopMeter meter, ILogger<ScanBatcher> logger) : base(BatchMax, QueueMax, load: null, meter, logger) =>
        _waves = new BatchWave<ScanBatchItem, TakenScans>(
            async (items, stop) => await intake.StoreAsync([.. items.Select(item => item.Command)], stop),
            (item, taken) => item.Answer.TrySetResult(taken), _ => { }, logger);

    /// <returns>Null: they could not be stored in time, or perhaps were; the device sends them again.</returns>
    public Task<TakenScans?> StoreAsync(SyncDevice command)
    {
        if (command.Scans.Count + command.Odd.Count == 0)
        {
            return Task.FromResult<TakenScans?>(TakenScans.None);
        }

        var item = new ScanBatchItem(command, Environment.TickCount64 + (long)WaitMax.TotalMilliseconds);
        Enqueue(item);
        return item.Answer.Task;
    }

    protected override async Task RunBatchAsync(List<ScanBatchItem> items, CancellationToken cancellationToken)
    {
        for (int from = 0, to; from < items.Count; from = to)
        {
            var scans = items[from].Command.Scans.Count;
            for (to = from + 1; to < items.Count && scans + items[to].Command.Scans.Count <= ScansMax; to++)
            {
                scans += items[to].Command.Scans.Count;
            }

            await _waves.RunAsync(items[from..to], cancellationToken);
        }

        await Task.Delay(Between, cancellationToken);
    }
}

/// <summary>A device's scans that wait.</summary>
internal sealed class ScanBatchItem(SyncDevice command, long deadline) : IBatchItem
{
    public SyncDevice Command => command;

    public long Deadline => deadline;

    public bool MayBeCommitted { get; set; }

    public TaskCompletionSource<TakenScans?> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void AnswerBusy() => Answer.TrySetResult(null);

    public void Fail(Exception failure) => Answer.TrySetException(failure);
}
