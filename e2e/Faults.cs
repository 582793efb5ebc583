namespace Ticketing.E2E;

/// <summary>What a page must not have.</summary>
internal static class Faults
{
    /// <summary>Fails with the whole text of each fault: a collection's own assertion shortens them.</summary>
    public static void None(IEnumerable<string> found)
    {
        string[] faults = [.. found];
        Assert.True(faults.Length == 0, string.Join('\n', faults));
    }
}
