using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Batching;
using Ticketing.Infrastructure.Inventory;
using Ticketing.Infrastructure.Telemetry;

namespace Ticketing.Infrastructure.Ordering.Place;

/// <summary>Queues this instance's orders for <see cref="OrderBatch"/>. Batch size, queue length and timeout are those of holds.</summary>
internal sealed class OrderBatcher(OrderBatch batch, IOptions<InventoryOptions> options, LoadMonitor load, ShopMeter meter, ILogger<OrderBatcher> logger)
    : Batcher<OrderBatchItem>(options.Value.BatchMax, options.Value.QueueMax, load, meter, logger)
{
    private readonly int _waitMilliseconds = 1000 * options.Value.WaitSecondsMax;

    public Task<OrderBatchResult> RunAsync(PlaceOrder command)
    {
        var item = new OrderBatchItem(command, Environment.TickCount64 + _waitMilliseconds);
        Enqueue(item);
        return item.Answer.Task;
    }

    protected override Task RunBatchAsync(List<OrderBatchItem> items, CancellationToken cancellationToken) =>
        batch.RunAsync(items, cancellationToken);
}
