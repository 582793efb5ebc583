using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Ticketing.Core.Payments;
using Ticketing.Infrastructure.Batching;
using Ticketing.Infrastructure.Inventory;
using Ticketing.Infrastructure.Telemetry;

namespace Ticketing.Infrastructure.Ordering.Settle;

/// <summary>The batches of confirmed payments of this instance; see <see cref="ConfirmationBatch"/>. They have the bounds of the holds' batches.</summary>
internal sealed class ConfirmationBatcher(ConfirmationBatch batch, IOptions<InventoryOptions> options, Rush rush, ShopMeter meter, ILogger<ConfirmationBatcher> logger)
    : Batcher<ConfirmationWork>(options.Value.BatchMax, options.Value.QueueMax, rush, meter, logger)
{
    private readonly int _waitMilliseconds = 1000 * options.Value.WaitSecondsMax;

    /// <returns>The order that is paid now; null: nothing was changed, it has to be settled alone.</returns>
    public Task<ConfirmedOrder?> RunAsync(PaymentIntent intent, PaymentEvent? received)
    {
        var work = new ConfirmationWork(intent, received, Environment.TickCount64 + _waitMilliseconds);
        Enqueue(work);
        return work.Answer.Task;
    }

    protected override Task RunBatchAsync(List<ConfirmationWork> works, CancellationToken cancellationToken) =>
        batch.RunAsync(works, cancellationToken);
}
