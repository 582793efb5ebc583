using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Ticketing.Infrastructure.Batching;
using Ticketing.Infrastructure.Telemetry;

namespace Ticketing.Infrastructure.Inventory.Holds;

/// <summary>The batches of holds of this instance; see <see cref="HoldBatch"/>.</summary>
internal sealed class HoldBatcher(HoldBatch batch, IOptions<InventoryOptions> options, Rush rush, ShopMeter meter, ILogger<HoldBatcher> logger)
    : Batcher<HoldWork>(options.Value.BatchMax, options.Value.QueueMax, rush, meter, logger)
{
    public Task<HoldAnswer> RunAsync(HoldWork work)
    {
        Enqueue(work);
        return work.Answer.Task;
    }

    protected override Task RunBatchAsync(List<HoldWork> works, CancellationToken cancellationToken) =>
        batch.RunAsync(works, cancellationToken);
}
