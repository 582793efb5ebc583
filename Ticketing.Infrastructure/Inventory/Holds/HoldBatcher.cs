using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Ticketing.Infrastructure.Batching;
using Ticketing.Infrastructure.Telemetry;

namespace Ticketing.Infrastructure.Inventory.Holds;

/// <summary>
/// Batches this instance's hold requests for their reservation in Redis, which refuses most conflicts; see <see cref="HoldBatch"/>.
/// Separate from <see cref="HoldWriter"/>, so that a refusal waits for no statement of PostgreSQL.
/// </summary>
internal sealed class HoldBatcher(
    HoldBatch batch, HoldWriter writer, IOptions<InventoryOptions> options, LoadMonitor load, ShopMeter meter,
    HoldMetrics metrics, ILogger<HoldBatcher> logger)
    : Batcher<HoldBatchItem>(options.Value.BatchMax, options.Value.QueueMax, load, meter, logger)
{
    public Task<HoldAnswer> RunAsync(HoldBatchItem item)
    {
        item.QueuedAt = Stopwatch.GetTimestamp();
        Enqueue(item);
        return item.Answer.Task;
    }

    protected override async Task RunBatchAsync(List<HoldBatchItem> items, CancellationToken cancellationToken)
    {
        metrics.CountWait(items);
        var reserved = await batch.ReserveAsync(items);
        // What follows is the writer's: the base class answers only what is left.
        items.Clear();
        reserved.ForEach(writer.Add);
    }
}
