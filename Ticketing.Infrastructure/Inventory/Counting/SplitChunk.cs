using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Inventory.Counting;

/// <summary>
/// Runs a statement for many items. When it times out, or fails by itself, it is repeated for each half, down to the items that are the cause:
/// otherwise one of them would stop all at each retry. Several items in a row that time out alone are an outage: the way down to one item passes
/// through timeouts of its parts only, after which its neighbours succeed.
/// </summary>
internal static class SplitChunk
{
    private const int AloneMax = 3;

    /// <param name="openAsync">Opens the connection of one statement. Its timeout is an outage; outages are thrown, after at most a few timeouts.</param>
    /// <param name="runAsync">May be repeated for the same items.</param>
    /// <returns>The items that fail by themselves.</returns>
    public static async Task<IReadOnlyList<(TItem Item, Exception Failure)>> RunAsync<TItem, TConnection>(
        IReadOnlyList<TItem> items, Func<ValueTask<TConnection>> openAsync, Func<TConnection, IReadOnlyList<TItem>, Task> runAsync)
        where TConnection : IAsyncDisposable
    {
        var failed = new List<(TItem, Exception)>();
        var parts = new Stack<IReadOnlyList<TItem>>();
        if (items.Count > 0)
        {
            parts.Push(items);
        }

        // Items that timed out alone since the last answer of the database.
        var alone = 0;
        while (parts.TryPop(out var part))
        {
            await using var connection = await openAsync();
            try
            {
                await runAsync(connection, part);
                alone = 0;
            }
#pragma warning disable CA1031 // It is returned.
            catch (Exception failure) when (IsOfItems(failure))
#pragma warning restore CA1031
            {
                var isTimeout = DatabaseRetry.IsTimeout(failure);
                alone = !isTimeout ? 0 : part.Count == 1 ? alone + 1 : alone;
                if (alone == AloneMax)
                {
                    throw;
                }

                if (part.Count == 1)
                {
                    failed.Add((part[0], failure));
                    continue;
                }

                var half = part.Count / 2;
                parts.Push([.. part.Skip(half)]);
                parts.Push([.. part.Take(half)]);
            }
        }

        return failed;
    }

    private static bool IsOfItems(Exception failure) =>
        failure is not OperationCanceledException && (DatabaseRetry.IsTimeout(failure) || !DatabaseRetry.IsTransient(failure));
}
