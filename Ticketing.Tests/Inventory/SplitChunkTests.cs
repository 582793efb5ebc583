using Npgsql;
using Ticketing.Infrastructure.Inventory.Counting;

namespace Ticketing.Tests.Inventory;

/// <summary>A statement for many items that is too much at once.</summary>
public sealed class SplitChunkTests
{
    private readonly List<string> _runs = [];

    [Fact]
    public async Task Chunk_TooLarge_IsSplitUntilItFits()
    {
        var failed = await RunAsync(part => part.Count > 2 ? Timeout() : null);

        Assert.Empty(failed);
        Assert.Equal(["1 2 3 4 5", "1 2", "3 4 5", "3", "4 5"], _runs);
    }

    [Fact]
    public async Task Item_TooLargeByItself_IsReturned()
    {
        var failed = await RunAsync(part => part.Contains(4) ? Timeout() : null);

        Assert.Equal([4], failed);
        Assert.Equal(["1 2 3 4 5", "1 2", "3 4 5", "3", "4 5", "4", "5"], _runs);
    }

    [Fact]
    public async Task Item_ThatFails_IsReturned() =>
        Assert.Equal([1, 5], await RunAsync(part => part.Contains(1) || part.Contains(5) ? new InvalidDataException() : null));

    [Fact]
    public async Task Outage_IsThrown()
    {
        await Assert.ThrowsAsync<NpgsqlException>(() => RunAsync(_ => new NpgsqlException("no connection", new IOException())));
        await Assert.ThrowsAsync<OperationCanceledException>(() => RunAsync(_ => new OperationCanceledException()));
        Assert.Equal(["1 2 3 4 5", "1 2 3 4 5"], _runs);
    }

    [Fact]
    public async Task Items_ThatAllTimeOut_AreAnOutage()
    {
        await Assert.ThrowsAsync<NpgsqlException>(() => RunAsync(_ => Timeout()));

        Assert.Equal(["1 2 3 4 5", "1 2", "1", "2", "3 4 5", "3"], _runs);
    }

    [Fact]
    public async Task Item_AtTheFrontThatIsTooLarge_IsReturned() =>
        Assert.Equal([1, 2], await RunAsync(part => part.Contains(1) || part.Contains(2) ? Timeout() : null));

    [Fact]
    public async Task Items_ThatFailOtherwise_AreNoOutage() =>
        Assert.Equal([1, 2, 3, 4, 5], await RunAsync(_ => new InvalidDataException()));

    [Fact]
    public async Task Nothing_RunsNothing()
    {
        Assert.Empty(await SplitChunk.RunAsync<int, MemoryStream>([], () => ValueTask.FromResult(new MemoryStream()), (_, _) => throw Timeout()));
    }

    private static NpgsqlException Timeout() => new("Exception while reading from stream", new TimeoutException());

    private async Task<IReadOnlyList<int>> RunAsync(Func<IReadOnlyList<int>, Exception?> failureOf) =>
    [
        .. (await SplitChunk.RunAsync<int, MemoryStream>(
            [1, 2, 3, 4, 5], () => ValueTask.FromResult(new MemoryStream()),
            (_, part) =>
            {
                _runs.Add(string.Join(' ', part));
                return failureOf(part) is { } failure ? Task.FromException(failure) : Task.CompletedTask;
            })).Select(failed => failed.Item),
    ];
}
