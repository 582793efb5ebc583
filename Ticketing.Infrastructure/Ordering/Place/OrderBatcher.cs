using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Batching;
using Ticketing.Infrastructure.Inventory;
using Ticketing.Infrastructure.Telemetry;

namespace Ticketing.Infrastructure.Ordering.Place;

/// <summary>The batches of orders of this instance; see <see cref="OrderBatch"/>. They have the bounds of the holds' batches.</summary>
internal sealed class OrderBatcher(OrderBatch batch, IOptions<InventoryOptions> options, Rush rush, ShopMeter meter, ILogger<OrderBatcher> logger)
    : Batcher<OrderWork>(options.Value.BatchMax, options.Value.QueueMax, rush, meter, logger)
{
    private readonly int _waitMilliseconds = 1000 * options.Value.WaitSecondsMax;

    public Task<OrderWorkAnswer> RunAsync(PlaceOrder command)
    {
        var work = new OrderWork(command, Environment.TickCount64 + _waitMilliseconds);
        Enqueue(work);
        return work.Answer.Task;
    }

    protected override Task RunBatchAsync(List<OrderWork> works, CancellationToken cancellationToken) =>
        batch.RunAsync(works, cancellationToken);
}
