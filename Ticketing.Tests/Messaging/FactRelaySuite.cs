namespace Ticketing.Tests.Messaging;

/// <summary>The way of facts from the outbox to any log, and to consumers.</summary>
public abstract class FactRelaySuite
{
    [Fact]
    public async Task Facts_OfAnAggregate_AreAppliedInOrder()
    {
        await using var bench = await OpenAsync("ordered");
        for (var i = 0; i < 10; i++)
        {
            await bench.WriteAsync("a", (3 * i) + 1, 3);
            await bench.WriteAsync("b", i + 100);
        }

        await bench.CarryAsync(await bench.RelayAsync());
        await FactBench.DrainAsync(bench.Runner());

        Assert.Equal(Enumerable.Range(1, 30), await bench.AppliedAsync("a"));
        Assert.Equal(Enumerable.Range(100, 10), await bench.AppliedAsync("b"));
    }

    [Fact]
    public async Task Relays_Two_AppendEachFactOnce()
    {
        await using var bench = await OpenAsync("two-relays");
        var relays = new[] { await bench.RelayAsync(), await bench.RelayAsync() };
        var writing = true;
        var running = relays.Select(async relay =>
        {
            while (Volatile.Read(ref writing))
            {
                await relay.Relay.RelayOnceAsync(relay.Connection, default);
            }
        }).ToList();
        for (var i = 0; i < 100; i++)
        {
            await bench.WriteAsync($"aggregate-{i % 7}", i + 1);
        }

        Volatile.Write(ref writing, false);
        await Task.WhenAll(running);
        await bench.CarryAsync(relays[0]);

        var ids = await bench.EntriesAsync();
        Assert.Equal(100, ids.Count(entry => entry.Contains("two-relays.", StringComparison.Ordinal)));
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Fact]
    public async Task Transaction_LongOpen_IsNotSkippedNorOvertaken()
    {
        await using var bench = await OpenAsync("long");
        var relay = await bench.RelayAsync();
        await using var connection = await bench.Database.DataSource.OpenConnectionAsync();
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await bench.WriteAsync(connection, "slow", 1);
            await bench.WriteAsync("fast", 1);

            // Polled in between, as often as it likes.
            for (var i = 0; i < 3; i++)
            {
                await relay.Relay.RelayOnceAsync(relay.Connection, default);
            }

            Assert.DoesNotContain(await bench.EntriesAsync(), entry => entry.Contains("long.", StringComparison.Ordinal));
            await transaction.CommitAsync();
        }

        await bench.CarryAsync(relay);
        await FactBench.DrainAsync(bench.Runner());
        Assert.Equal([1], await bench.AppliedAsync("slow"));
        Assert.Equal([1], await bench.AppliedAsync("fast"));
    }

    [Fact]
    public async Task Timeline_OfARestoredDatabase_FillsTheLogAnew()
    {
        await using var bench = await OpenAsync("restored");
        var (relay, runner) = (await bench.RelayAsync(), bench.Runner());
        await bench.WriteAsync("a", 1, 3);
        await bench.CarryAsync(relay);

        // The facts in the log are those of the lost timeline.
        var cursor = (await bench.Log.FindCursorAsync(default))!.Value;
        Assert.True(await bench.Log.TryAppendAsync(cursor, cursor with { Timeline = "lost" + cursor.Timeline }, [], default));
        await runner.PassAsync(default);
        Assert.Empty(await bench.AppliedAsync("a"));

        await bench.WriteAsync("a", 4);
        await bench.CarryAsync(relay);
        await FactBench.DrainAsync(runner);
        Assert.Equal(Enumerable.Range(1, 4), await bench.AppliedAsync("a"));
    }

    [Fact]
    public async Task Log_Full_WaitsForTheSlowestConsumer()
    {
        await using var bench = await OpenAsync("full");
        var (relay, runner) = (await bench.RelayAsync(lengthMax: 5), bench.Runner());
        await bench.WriteAsync("a", 1, 10);
        await bench.CarryAsync(relay);
        await bench.WriteAsync("a", 11);

        Assert.Equal(0, await relay.Relay.RelayOnceAsync(relay.Connection, default));
        Assert.True(await relay.Relay.TrimAsync(relay.Connection, default));
        await FactBench.DrainAsync(runner);
        await relay.Relay.TrimAsync(relay.Connection, default);
        await bench.CarryAsync(relay);
        await FactBench.DrainAsync(runner);

        Assert.Equal(Enumerable.Range(1, 11), await bench.AppliedAsync("a"));
    }

    /// <summary>A bench with a log of this implementation.</summary>
    internal abstract Task<FactBench> OpenAsync(string name);
}
