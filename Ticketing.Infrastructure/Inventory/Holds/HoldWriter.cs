using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Ticketing.Infrastructure.Batching;
using Ticketing.Infrastructure.Telemetry;

namespace Ticketing.Infrastructure.Inventory.Holds;

/// <summary>Batches the hold requests that <see cref="HoldBatcher"/> did not refuse: PostgreSQL decides them.</summary>
internal sealed class HoldWriter(HoldBatch batch, IOptions<InventoryOptions> options, ShopMeter meter, ILogger<HoldWriter> logger)
    : Batcher<HoldBatchItem>(options.Value.BatchMax, options.Value.QueueMax, load: null, meter, logger)
{
    /// <summary>Queues a request whose seats are reserved.</summary>
    public void Add(HoldBatchItem item)
    {
        if (!TryEnqueue(item))
        {
            batch.GiveBack(item);
            item.AnswerBusy();
        }
    }

    protected override Task RunBatchAsync(List<HoldBatchItem> items, CancellationToken cancellationToken) =>
        batch.WriteAsync(items, cancellationToken);
}
