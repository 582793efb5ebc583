using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Ticketing.Infrastructure.Batching;
using Ticketing.Infrastructure.Telemetry;

namespace Ticketing.Infrastructure.Inventory.Holds;

/// <summary>Batches this instance's hold requests; see <see cref="HoldBatch"/>.</summary>
internal sealed class HoldBatcher(
    HoldBatch batch, IOptions<InventoryOptions> options, LoadMonitor load, ShopMeter meter, ILogger<HoldBatcher> logger)
    : Batcher<HoldBatchItem>(options.Value.BatchMax, options.Value.QueueMax, load, meter, logger)
{
    public Task<HoldAnswer> RunAsync(HoldBatchItem item)
    {
        Enqueue(item);
        return item.Answer.Task;
    }

    protected override Task RunBatchAsync(List<HoldBatchItem> items, CancellationToken cancellationToken) =>
        batch.RunAsync(items, cancellationToken);
}
