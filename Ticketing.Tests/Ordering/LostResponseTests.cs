using System.Net;
using Npgsql;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Inventory;

namespace Ticketing.Tests.Ordering;

/// <summary>The application is killed after orders are committed and before they are answered. Buyers repeat the requests.</summary>
[LongRunning]
public sealed class LostResponseTests(TestServers servers)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Order_AppKilledBeforeTheResponse_IsPlacedOnce()
    {
        await using var database = await servers.CreateDatabaseAsync();
        await using var app = await AppProcess.StartAsync(database.Settings);
        using var holds = new HoldClient(app.BaseAddress);
        using var orders = new OrderClient(app.BaseAddress);
        var free = await TestSale.CreateAsync(database.DataSource, new TestSaleTerms { Free = true });
        var paid = await TestSale.CreateAsync(database.DataSource);
        Purchase[] purchases =
        [
            new(await holds.HoldAsync(free, "Stalls-A-1"), null),
            new(await holds.HoldAsync(free, "Stalls-A-2"), "free-with-key"),
            new(await holds.HoldAsync(paid, "Stalls-A-1"), null),
            new(await holds.HoldAsync(paid, "Stalls-A-2"), "paid-with-key"),
        ];
        await PlaceAndKillAsync(database, app, orders, purchases);
        var before = await database.ListAsync<Guid>("select id from orders order by hold_id");
        await app.RestartAsync();

        var replies = await Task.WhenAll(purchases.Select(async purchase => (await PlaceAsync(orders, purchase))!));
        var again = await Task.WhenAll(purchases.Select(async purchase => (await PlaceAsync(orders, purchase))!));

        Assert.All(replies.Concat(again), reply => Assert.Equal(HttpStatusCode.Created, reply.Code));
        Assert.Equal(before, await database.ListAsync<Guid>("select id from orders order by hold_id"));
        Assert.Equal(before, purchases.Zip(replies).OrderBy(pair => pair.First.Hold.Id, StringComparer.Ordinal).Select(pair => Guid.Parse(pair.Second.Id)));
        Assert.Equal(replies.Select(reply => reply.Token), again.Select(reply => reply.Token));
        Assert.Equal(["paid", "paid", "awaiting-payment", "awaiting-payment"], replies.Select(reply => reply.Status));
        Assert.Equal(2, await CountAsync(database, "tickets"));
        Assert.Equal(2, await CountAsync(database, "payments"));
        // One intent per order at the provider.
        Assert.Equal(2, await CountAsync(database, "local_stripe.resources where kind = 'payment_intent'"));
        await SeatInvariants.HoldAsync(database.DataSource);
        Assert.Equal(CheckedSeats.Fine, await CheckedSeats.ReadAsync(database.DataSource));
    }

    private static async Task PlaceAndKillAsync(TestDatabase database, AppProcess app, OrderClient orders, Purchase[] purchases)
    {
        await using var gate = await Gate.CloseAsync(database);
        var lost = purchases.Select(purchase => PlaceAsync(orders, purchase)).ToList();
        await Eventually.TrueAsync(async () => await CountAsync(database, "orders") == purchases.Length && await gate.WaitingAsync() == 2);
        await app.KillAsync();

        // Free orders may have been answered before the kill.
        Assert.All((await Task.WhenAll(lost))[2..], Assert.Null);
    }

    /// <summary>Null: no response.</summary>
    private static async Task<Reply?> PlaceAsync(OrderClient orders, Purchase purchase)
    {
        try
        {
            return await orders.PlaceAsync(purchase.Hold, key: purchase.Key);
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private static Task<long> CountAsync(TestDatabase database, string what) => database.ScalarAsync<long>($"select count(*) from {what}");

    private sealed record Purchase(HoldReply Hold, string? Key);

    /// <summary>Blocks paid orders between their commit and the insert of their payment.</summary>
    private sealed class Gate : IAsyncDisposable
    {
        private const string Waiting = "from pg_locks where locktype = 'advisory' and objid = 4711 and not granted and database = (select oid from pg_database where datname = current_database())";

        private readonly NpgsqlConnection _holder;

        private Gate(NpgsqlConnection holder) => _holder = holder;

        public static async Task<Gate> CloseAsync(TestDatabase database)
        {
            var gate = new Gate(await database.DataSource.OpenConnectionAsync(Stop));
            await gate.RunAsync(
                """
                create function wait_at_gate() returns trigger language plpgsql as $$
                begin
                    perform pg_advisory_xact_lock_shared(4711);
                    return new;
                end $$;
                create trigger gate before insert on payments for each row execute function wait_at_gate();
                select pg_advisory_lock(4711);
                """);
            return gate;
        }

        public async Task<long> WaitingAsync() => (long)(await RunAsync($"select count(*) {Waiting}"))!;

        public async ValueTask DisposeAsync()
        {
            // Terminate the killed application's blocked statements: they must not complete.
            await RunAsync($"select count(pg_terminate_backend(pid)) {Waiting}");
            await RunAsync("drop function wait_at_gate cascade; select pg_advisory_unlock(4711)");
            await _holder.DisposeAsync();
        }

        private async Task<object?> RunAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, _holder);
            return await command.ExecuteScalarAsync(Stop);
        }
    }
}
