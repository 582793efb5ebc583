using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Ticketing.Infrastructure.Telemetry;

namespace Ticketing.Infrastructure.Batching;

/// <summary>
/// Groups concurrent requests of this instance. A batch is what arrived while the last one ran: nobody waits for it to fill, and
/// the busier it is, the larger it gets. The queue is bounded; who finds it full is told to come back.
/// </summary>
internal abstract class Batcher<TWork>(int batchMax, int queueMax, Rush rush, ShopMeter meter, ILogger logger) : BackgroundService
    where TWork : class, IBatched
{
    private const int AtOnce = 2;

    private readonly Channel<TWork> _queue = Channel.CreateBounded<TWork>(
        new BoundedChannelOptions(queueMax) { FullMode = BoundedChannelFullMode.Wait, SingleReader = false });

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        await base.StopAsync(cancellationToken);
        while (_queue.Reader.TryRead(out var work))
        {
            work.AnswerBusy();
        }
    }

    /// <summary>Puts a request into the next batch, or answers "try again".</summary>
    protected void Enqueue(TWork work)
    {
        if (!_queue.Writer.TryWrite(work))
        {
            work.AnswerBusy();
        }
    }

    /// <summary>Answers every one of <paramref name="works"/>, at most as many as a batch may have.</summary>
    protected abstract Task RunBatchAsync(List<TWork> works, CancellationToken cancellationToken);

    // While one batch waits for PostgreSQL, the next is made ready. More at once would only make batches smaller.
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var counted = meter.CountBacklog(() => _queue.Reader.Count);
        await Task.WhenAll(Enumerable.Range(1, AtOnce).Select(no => BatchThread.RunAsync($"{GetType().Name} {no}", () => DrainAsync(stoppingToken))));
    }

    private async Task DrainAsync(CancellationToken stoppingToken)
    {
        var works = new List<TWork>(batchMax);
        while (await _queue.Reader.WaitToReadAsync(stoppingToken))
        {
            works.Clear();
            while (works.Count < batchMax && _queue.Reader.TryRead(out var work))
            {
                works.Add(work);
            }

            rush.Count(works.Count);
            await RunAsync(works, stoppingToken);
        }
    }

    private async Task RunAsync(List<TWork> works, CancellationToken cancellationToken)
    {
        try
        {
            await RunBatchAsync(works, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The instance stops: another one answers the next attempt.
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // A bug. Each of them learns of it; the next batch goes on.
            BatchLogs.Failed(logger, failure, works.Count, typeof(TWork).Name);
            works.ForEach(work => work.Fail(failure));
        }

        // Whatever was overlooked must not wait for ever.
        works.ForEach(work => work.AnswerBusy());
    }
}
