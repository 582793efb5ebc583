using Npgsql;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Inventory.Holds;
using Ticketing.Infrastructure.Inventory.Sale;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Inventory;

/// <summary>Seat transitions by orders.</summary>
public sealed class SeatLedgerTests(TestServers servers)
{
    private static readonly SeatIndex[] Pair = [new(0), new(1)];

    private readonly SeatLedger _ledger = new();

    [Fact]
    public async Task Sell_HeldSeats_SellsThemOnce()
    {
        await using var stage = await Stage.SetAsync(servers);
        var order = OrderId.New();
        await stage.InTransactionAsync((c, t) => _ledger.KeepAsync(c, t, stage.Hold, order, stage.Now, stage.Now.AddMinutes(20)));

        var sold = await stage.InTransactionAsync((c, t) => _ledger.SellAsync(c, t, stage.Sale.Id, stage.Hold, order, Pair, stage.Now));
        var again = await stage.InTransactionAsync((c, t) => _ledger.SellAsync(c, t, stage.Sale.Id, stage.Hold, order, Pair, stage.Now));

        Assert.Equal([new(Pair[0], SeatStatus.Sold, 2), new(Pair[1], SeatStatus.Sold, 2)], sold.OrderBy(change => change.Index));
        Assert.Empty(again);
        await SeatInvariants.HoldAsync(stage.Database.DataSource);
    }

    [Fact]
    public async Task Sell_OneSeatOfAnotherHold_SellsNone()
    {
        await using var stage = await Stage.SetAsync(servers);

        var sold = await stage.InTransactionAsync(
            (c, t) => _ledger.SellAsync(c, t, stage.Sale.Id, stage.Hold, OrderId.New(), [.. Pair, new SeatIndex(2)], stage.Now));

        Assert.Empty(sold);
        Assert.Equal(2L, await stage.CountAsync(SeatStatus.Held));
    }

    [Fact]
    public async Task Sell_Expired_SellsNoneButRetakeDoes()
    {
        await using var stage = await Stage.SetAsync(servers);
        var late = stage.Now.AddHours(1);
        var order = OrderId.New();

        var sold = await stage.InTransactionAsync((c, t) => _ledger.SellAsync(c, t, stage.Sale.Id, stage.Hold, order, Pair, late));
        var retaken = await stage.InTransactionAsync((c, t) => _ledger.RetakeAsync(c, t, stage.Sale.Id, order, Pair, late));
        var other = await stage.InTransactionAsync((c, t) => _ledger.RetakeAsync(c, t, stage.Sale.Id, OrderId.New(), Pair, late));

        Assert.Empty(sold);
        Assert.Equal(2, retaken.Count);
        Assert.Empty(other);
    }

    [Fact]
    public async Task Retake_SeatsHeldByAnother_TakesNone()
    {
        await using var stage = await Stage.SetAsync(servers);

        var taken = await stage.InTransactionAsync(
            (c, t) => _ledger.RetakeAsync(c, t, stage.Sale.Id, OrderId.New(), [.. Pair, new SeatIndex(5)], stage.Now));

        Assert.Empty(taken);
        Assert.Equal(0L, await stage.CountAsync(SeatStatus.Sold));
    }

    [Theory]
    [InlineData(SeatStatus.Available)]
    [InlineData(SeatStatus.Blocked)]
    public async Task Free_SoldSeats_FreesTheOrdersSeatsOnce(SeatStatus to)
    {
        await using var stage = await Stage.SetAsync(servers);
        var order = OrderId.New();
        await stage.InTransactionAsync((c, t) => _ledger.SellAsync(c, t, stage.Sale.Id, stage.Hold, order, Pair, stage.Now));

        var foreign = await stage.InTransactionAsync((c, t) => _ledger.FreeAsync(c, t, stage.Sale.Id, OrderId.New(), Pair, to));
        var freed = await stage.InTransactionAsync((c, t) => _ledger.FreeAsync(c, t, stage.Sale.Id, order, [Pair[0]], to));
        var twice = await stage.InTransactionAsync((c, t) => _ledger.FreeAsync(c, t, stage.Sale.Id, order, [Pair[0]], to));

        Assert.Empty(foreign);
        Assert.Equal([new SeatChange(Pair[0], to, 3)], freed);
        Assert.Empty(twice);
        Assert.Equal(1L, await stage.CountAsync(SeatStatus.Sold));
    }

    [Fact]
    public async Task Keep_ActiveHold_IsExtendedForItsOrder()
    {
        await using var stage = await Stage.SetAsync(servers);
        var order = OrderId.New();
        var until = stage.Now.AddMinutes(40);

        Assert.True(await stage.InTransactionAsync((c, t) => _ledger.KeepAsync(c, t, stage.Hold, order, stage.Now, until)));
        Assert.True(await stage.InTransactionAsync((c, t) => _ledger.KeepAsync(c, t, stage.Hold, order, stage.Now.AddMinutes(20), until.AddMinutes(1))));
        Assert.False(await stage.InTransactionAsync((c, t) => _ledger.KeepAsync(c, t, stage.Hold, OrderId.New(), stage.Now, until)));

        Assert.Equal("ordered", await stage.Database.ScalarAsync<string>("select status from holds"));
        var sold = await stage.InTransactionAsync((c, t) => _ledger.SellAsync(c, t, stage.Sale.Id, stage.Hold, order, Pair, stage.Now.AddMinutes(39)));
        Assert.Equal(2, sold.Count);
    }

    [Fact]
    public async Task Keep_ExpiredHold_IsRefused()
    {
        await using var stage = await Stage.SetAsync(servers);
        var late = stage.Now.AddHours(1);

        Assert.False(await stage.InTransactionAsync((c, t) => _ledger.KeepAsync(c, t, stage.Hold, OrderId.New(), late, late.AddMinutes(5))));

        Assert.Equal("active", await stage.Database.ScalarAsync<string>("select status from holds"));
    }

    [Fact]
    public async Task Release_OrderedHold_FreesItsSeatsOnce()
    {
        await using var stage = await Stage.SetAsync(servers);
        await stage.InTransactionAsync((c, t) => _ledger.KeepAsync(c, t, stage.Hold, OrderId.New(), stage.Now, stage.Now.AddMinutes(20)));

        var freed = await stage.InTransactionAsync((c, t) => _ledger.ReleaseAsync(c, t, stage.Hold, HoldStatus.Expired));
        var twice = await stage.InTransactionAsync((c, t) => _ledger.ReleaseAsync(c, t, stage.Hold, HoldStatus.Expired));

        Assert.Equal(2, freed.Count);
        Assert.Empty(twice);
        Assert.Equal("expired", await stage.Database.ScalarAsync<string>("select status from holds"));
        await SeatInvariants.HoldAsync(stage.Database.DataSource);
    }

    /// <summary>A performance with its first two seats held, without an application.</summary>
    private sealed record Stage(TestDatabase Database, TestSale Sale, HoldId Hold, DateTimeOffset Now) : IAsyncDisposable
    {
        public static async Task<Stage> SetAsync(TestServers servers)
        {
            var database = await servers.CreateDatabaseAsync();
            var sale = await TestSale.CreateAsync(database.DataSource);
            var now = DateTimeOffset.UtcNow;
            var work = new HoldBatchItem
            {
                Performance = sale.Id,
                Owner = HoldOwner.OfKey("buyer"),
                User = null,
                Life = TimeSpan.FromMinutes(10),
                LifeMax = TimeSpan.FromMinutes(30),
                SeatsMax = 10,
                Add = [new PricedSeat(0, 0, 100, 0), new PricedSeat(1, 0, 100, 0)],
                Deadline = long.MaxValue,
            };
            var outcomes = new HoldStatement(database.HotPath).Run([work], now);
            Assert.Equal(HoldResult.Done, outcomes[0].Answer.Result);
            return new Stage(database, sale, outcomes[0].Answer.Row!.Id, now);
        }

        public async Task<T> InTransactionAsync<T>(Func<NpgsqlConnection, NpgsqlTransaction, Task<T>> work)
        {
            await using var connection = await Database.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
            var result = await work(connection, transaction);
            await transaction.CommitAsync(TestContext.Current.CancellationToken);
            return result;
        }

        public Task<long> CountAsync(SeatStatus status) =>
            Database.ScalarAsync<long>("select count(*) from seats where status = $1", (short)status);

        public ValueTask DisposeAsync() => Database.DisposeAsync();
    }
}
