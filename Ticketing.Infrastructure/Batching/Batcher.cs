using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Ticketing.Infrastructure.Telemetry;

namespace Ticketing.Infrastructure.Batching;

/// <summary>
/// Groups concurrent requests of this instance into batches. A batch contains what was queued while the previous one ran, so its size
/// grows with the load and no request waits for a batch to fill. The queue is bounded; requests beyond its limit are answered as busy.
/// </summary>
/// <param name="load">Counts the requests; null: they were counted before.</param>
internal abstract class Batcher<TItem>(int batchMax, int queueMax, LoadMonitor? load, ShopMeter meter, ILogger logger) : BackgroundService
    where TItem : class, IBatchItem
{
    // While one batch waits for PostgreSQL, the next is prepared. More concurrency would only make batches smaller.
    private const int Concurrency = 2;

    private readonly string _name = typeof(TItem).Name.Replace("BatchItem", "", StringComparison.Ordinal);

    private readonly Channel<TItem> _queue = Channel.CreateBounded<TItem>(
        new BoundedChannelOptions(queueMax) { FullMode = BoundedChannelFullMode.Wait, SingleReader = false });

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        await base.StopAsync(cancellationToken);
        while (_queue.Reader.TryRead(out var item))
        {
            item.AnswerBusy();
        }
    }

    /// <summary>Queues an item for the next batch, or answers it as busy.</summary>
    protected void Enqueue(TItem item)
    {
        if (!TryEnqueue(item))
        {
            item.AnswerBusy();
        }
    }

    /// <summary>Queues an item for the next batch.</summary>
    /// <returns>False: the queue is full, or the instance shuts down.</returns>
    protected bool TryEnqueue(TItem item) => _queue.Writer.TryWrite(item);

    /// <summary>Runs one batch, and answers its items or removes them from the list.</summary>
    protected abstract Task RunBatchAsync(List<TItem> items, CancellationToken cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var counted = meter.CountBacklog(() => _queue.Reader.Count);
        await Task.WhenAll(Enumerable.Range(1, Concurrency)
            .Select(no => BatchThread.RunAsync($"{GetType().Name} {no}", () => DrainAsync(stoppingToken))));
    }

    private async Task DrainAsync(CancellationToken stoppingToken)
    {
        var items = new List<TItem>(batchMax);
        while (await _queue.Reader.WaitToReadAsync(stoppingToken))
        {
            items.Clear();
            while (items.Count < batchMax && _queue.Reader.TryRead(out var item))
            {
                items.Add(item);
            }

            load?.Count(items.Count);
            await RunAsync(items, stoppingToken);
        }
    }

    private async Task RunAsync(List<TItem> items, CancellationToken cancellationToken)
    {
        using var span = BatchTraces.Start(_name, items.Count);
        try
        {
            await RunBatchAsync(items, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Shutdown: another instance serves the retry.
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // A bug: fails the items of this batch only.
            BatchLogs.Failed(logger, failure, items.Count, typeof(TItem).Name);
            items.ForEach(item => item.Fail(failure));
        }

        // Answers items that a bug left unanswered.
        items.ForEach(item => item.AnswerBusy());
    }
}
