using System.Diagnostics;

namespace Ticketing.Tests.Integration;

/// <summary>
/// Polls a condition. The timeout is not an expectation: it only ends a hanging test.
/// </summary>
internal static class Eventually
{
    private static readonly TimeSpan HangTimeout = TimeSpan.FromSeconds(60);

    public static async Task TrueAsync(Func<Task<bool>> condition)
    {
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(clock.Elapsed < HangTimeout, "The condition did not become true before the timeout.");
            await Task.Delay(25, TestContext.Current.CancellationToken);
        }
    }

    public static Task TrueAsync(Func<bool> condition) => TrueAsync(() => Task.FromResult(condition()));
}
