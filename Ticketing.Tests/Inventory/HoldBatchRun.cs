using Ticketing.Infrastructure.Inventory.Holds;

namespace Ticketing.Tests.Inventory;

internal static class HoldBatchRun
{
    /// <summary>Both halves, as <see cref="HoldBatcher"/> and <see cref="HoldWriter"/> run them.</summary>
    public static async Task RunAsync(this HoldBatch batch, IReadOnlyList<HoldBatchItem> items, CancellationToken cancellationToken) =>
        await batch.WriteAsync(await batch.ReserveAsync(items), cancellationToken);
}
