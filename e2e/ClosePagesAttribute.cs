using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.Playwright;
using Ticketing.E2E;
using Xunit.v3;

[assembly: ClosePages]

namespace Ticketing.E2E;

/// <summary>Closes a test's browser profiles when it ends: open pages keep their circuits and draw on.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
internal sealed class ClosePagesAttribute : BeforeAfterTestAttribute
{
    private static readonly ConcurrentDictionary<string, ConcurrentBag<IBrowserContext>> OfTests = new();
    private static readonly ConcurrentBag<Task> Closing = [];

    /// <summary>Completes when the profiles of all tests that have ended are closed.</summary>
    public static Task Closed => Task.WhenAll(Closing);

    public static void AtTheEndOfTheTest(IBrowserContext context) =>
        OfTests.GetOrAdd(TestContext.Current.Test!.UniqueID, _ => []).Add(context);

    public override void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        foreach (var context in OfTests.TryRemove(test.UniqueID, out var contexts) ? contexts : [])
        {
            Closing.Add(context.CloseAsync());
        }
    }
}
