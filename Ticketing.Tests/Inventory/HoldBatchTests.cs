using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Ticketing.Core.Inventory;
using Ticketing.Infrastructure.Inventory.Holds;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Inventory;

/// <summary>Isolation and conflicts of requests within one batch.</summary>
public sealed class HoldBatchTests(TestServers servers)
{
    private const long Poison = 666;

    [Fact]
    public async Task Batch_OneRequestFails_OthersAreHeld()
    {
        await using var running = await servers.Apps.TakeAsync();
        var (database, app) = running;
        var sale = await TestSale.CreateAsync(database.DataSource);
        await database.ExecuteAsync(
            """
            create function refuse() returns trigger language plpgsql as $$ begin raise exception 'poisoned'; end $$;
            create trigger refuse before insert on holds for each row when (new.prices[1] = 666) execute function refuse();
            """);
        var works = Enumerable.Range(0, 16).Select(seat => Work(sale, "buyer " + seat, seat, seat == 5 ? Poison : 100)).ToList();

        await app.Services.GetRequiredService<HoldBatch>().RunAsync(works, TestContext.Current.CancellationToken);

        for (var i = 0; i < works.Count; i++)
        {
            if (i == 5)
            {
                await Assert.ThrowsAsync<PostgresException>(() => works[5].Answer.Task);
            }
            else
            {
                Assert.Equal(HoldResult.Done, (await works[i].Answer.Task).Result);
            }
        }

        Assert.Equal(15L, await database.ScalarAsync<long>("select count(*) from seats where status = 1"));
        await SeatInvariants.HoldAsync(database.DataSource);
    }

    [Fact]
    public async Task Batch_SameSeatWithoutRedis_OneWins()
    {
        await using var database = await servers.CreateDatabaseAsync();
        await using var app = await TestApp.StartAsync(database, null, ("ConnectionStrings:Redis", "127.0.0.1:1,abortConnect=false,connectTimeout=200"));
        var sale = await TestSale.CreateAsync(database.DataSource);
        var works = Enumerable.Range(0, 64).Select(buyer => Work(sale, "buyer " + buyer, buyer % 4, 100)).ToList();

        await app.Services.GetRequiredService<HoldBatch>().RunAsync(works, TestContext.Current.CancellationToken);

        var answers = await Task.WhenAll(works.Select(work => work.Answer.Task));
        Assert.Equal(4, answers.Count(answer => answer.Result == HoldResult.Done));
        Assert.Equal(60, answers.Count(answer => answer is { Result: HoldResult.Missing, Missing.Count: 1 }));
        await SeatInvariants.HoldAsync(database.DataSource);
    }

    [Fact]
    public async Task Batch_SameOwnerTwice_SharesOneHold()
    {
        await using var running = await servers.Apps.TakeAsync();
        var (database, app) = running;
        var sale = await TestSale.CreateAsync(database.DataSource);
        List<HoldBatchItem> works = [Work(sale, "me", 0, 100), Work(sale, "me", 0, 100), Work(sale, "me", 1, 100)];

        await app.Services.GetRequiredService<HoldBatch>().RunAsync(works, TestContext.Current.CancellationToken);

        var answers = await Task.WhenAll(works.Select(work => work.Answer.Task));
        Assert.All(answers, answer => Assert.Equal(HoldResult.Done, answer.Result));
        Assert.Single(answers.Select(answer => answer.Row!.Id).Distinct());
        Assert.Equal([0, 1], answers[2].Row!.Seats);
        await SeatInvariants.HoldAsync(database.DataSource);
    }

    [Fact]
    public async Task Batch_RepeatedAfterLostResponse_ChangesNothing()
    {
        await using var running = await servers.Apps.TakeAsync();
        var (database, app) = running;
        var sale = await TestSale.CreateAsync(database.DataSource, new TestSaleTerms { FloorPlaces = 10 });
        var batch = app.Services.GetRequiredService<HoldBatch>();
        var named = Work(sale, "named", 0, 100);
        var places = new HoldBatchItem
        {
            Performance = sale.Id,
            Owner = HoldOwner.OfKey("places"),
            User = null,
            Life = TimeSpan.FromMinutes(10),
            LifeMax = TimeSpan.FromMinutes(30),
            SeatsMax = 10,
            Places = new PricedPlaces(16, 10, 3, 1, 3000, 100),
            Deadline = long.MaxValue,
        };
        await batch.RunAsync([named, places], TestContext.Current.CancellationToken);
        places.MayBeCommitted = true;

        var again = new[] { named.CopyForRetry(), places.CopyForRetry() };
        await batch.RunAsync(again, TestContext.Current.CancellationToken);

        Assert.Equal((await named.Answer.Task).Row!.Seats, (await again[0].Answer.Task).Row!.Seats);
        Assert.Equal((await places.Answer.Task).Row!.Seats, (await again[1].Answer.Task).Row!.Seats);
        Assert.Equal(4L, await database.ScalarAsync<long>("select count(*) from seats where status = 1"));
        await SeatInvariants.HoldAsync(database.DataSource);
    }

    [Fact]
    public async Task Batch_SeatLocked_ReportsTheLock()
    {
        await using var running = await servers.Apps.TakeAsync();
        var (database, app) = running;
        var sale = await TestSale.CreateAsync(database.DataSource);
        await using var connection = await database.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var locking = connection.CreateCommand();
        locking.CommandText = "select 1 from seats where seat_index = 3 for update";
        await locking.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        var work = Work(sale, "me", 3, 100);

        await app.Services.GetRequiredService<HoldBatch>().RunAsync([work], TestContext.Current.CancellationToken);

        var answer = await work.Answer.Task;
        Assert.Equal(HoldResult.Missing, answer.Result);
        Assert.True(answer.OnlyLocked);
        Assert.Equal([3], answer.Missing);
    }

    private static HoldBatchItem Work(TestSale sale, string key, int seat, long price) => new()
    {
        Performance = sale.Id,
        Owner = HoldOwner.OfKey(key),
        User = null,
        Life = TimeSpan.FromMinutes(10),
        LifeMax = TimeSpan.FromMinutes(30),
        SeatsMax = 10,
        Add = [new PricedSeat(seat, 0, price, 0)],
        Deadline = long.MaxValue,
    };
}
