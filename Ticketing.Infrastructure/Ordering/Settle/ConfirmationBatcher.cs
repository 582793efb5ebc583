using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Ticketing.Core.Payments;
using Ticketing.Infrastructure.Batching;
using Ticketing.Infrastructure.Inventory;
using Ticketing.Infrastructure.Telemetry;

namespace Ticketing.Infrastructure.Ordering.Settle;

/// <summary>
/// Queues this instance's succeeded payments for <see cref="ConfirmationBatch"/>. Batch size, queue length and timeout are those of holds.
/// </summary>
internal sealed class ConfirmationBatcher(
    ConfirmationBatch batch, IOptions<InventoryOptions> options, LoadMonitor load, ShopMeter meter, ILogger<ConfirmationBatcher> logger)
    : Batcher<ConfirmationBatchItem>(options.Value.BatchMax, options.Value.QueueMax, load, meter, logger)
{
    private readonly int _waitMilliseconds = 1000 * options.Value.WaitSecondsMax;

    /// <returns>The confirmed order; null if nothing was changed and the payment needs a transaction of its own.</returns>
    public Task<ConfirmedOrder?> RunAsync(PaymentIntent intent, PaymentEvent? received)
    {
        var item = new ConfirmationBatchItem(intent, received, Environment.TickCount64 + _waitMilliseconds);
        Enqueue(item);
        return item.Answer.Task;
    }

    protected override Task RunBatchAsync(List<ConfirmationBatchItem> items, CancellationToken cancellationToken) =>
        batch.RunAsync(items, cancellationToken);
}
