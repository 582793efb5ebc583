using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Ticketing.Infrastructure.Inventory;

/// <summary>
/// Groups concurrent holds of this instance. A batch is what arrived while the last one ran: nobody waits for it to fill, and the
/// busier it is, the larger it gets. The queue is bounded; who finds it full is told to come back.
/// </summary>
internal sealed partial class HoldBatcher(HoldBatch batch, IOptions<InventoryOptions> options, ILogger<HoldBatcher> logger) : BackgroundService
{
    private readonly int _batchMax = options.Value.BatchMax;
    private readonly Channel<HoldWork> _queue = Channel.CreateBounded<HoldWork>(
        new BoundedChannelOptions(options.Value.QueueMax) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });

    public Task<HoldAnswer> RunAsync(HoldWork work) =>
        _queue.Writer.TryWrite(work) ? work.Answer.Task : Task.FromResult(HoldAnswer.Busy);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        await base.StopAsync(cancellationToken);
        while (_queue.Reader.TryRead(out var work))
        {
            work.Answer.TrySetResult(HoldAnswer.Busy);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var works = new List<HoldWork>(_batchMax);
        while (await _queue.Reader.WaitToReadAsync(stoppingToken))
        {
            works.Clear();
            while (works.Count < _batchMax && _queue.Reader.TryRead(out var work))
            {
                works.Add(work);
            }

            await RunBatchAsync(works, stoppingToken);
        }
    }

    private async Task RunBatchAsync(List<HoldWork> works, CancellationToken stop)
    {
        try
        {
            await batch.RunAsync(works, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The instance stops: another one answers the next attempt.
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // A bug. Each buyer learns of it; the next batch goes on.
            LogFailed(failure, works.Count);
            works.ForEach(work => work.Answer.TrySetException(failure));
        }

        // Whatever was overlooked must not wait for ever.
        works.ForEach(work => work.Answer.TrySetResult(HoldAnswer.Busy));
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A batch of {Count} holds failed")]
    private partial void LogFailed(Exception failure, int count);
}
