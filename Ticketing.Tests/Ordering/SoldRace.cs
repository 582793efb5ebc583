using System.Collections.Concurrent;
using System.Net;
using Npgsql;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Inventory;

namespace Ticketing.Tests.Ordering;

/// <summary>
/// A hundred buyers request each of sixteen seats concurrently, each with a hold of its own. A winner orders the seat, pays
/// unless it is free, and waits for the ticket.
/// </summary>
internal sealed class SoldRace
{
    private const int Buyers = 100;
    private const int SeatsOfEach = 8;
    private const int Seats = 2 * SeatsOfEach;

    private readonly (TestSale Free, TestSale Paid) _sales;
    private readonly ConcurrentBag<HoldReply> _losers = [];
    private readonly ConcurrentBag<(TestSale Sale, HoldReply Hold, Reply Order)> _winners = [];
    private readonly ConcurrentBag<string> _failures = [];
    private HoldClient[] _holds = [];
    private OrderClient[] _orders = [];
    private Func<Task> _fault = () => Task.CompletedTask;
    private int _heldOrNot;
    private int _ordered;

    private SoldRace(TestSale free, TestSale paid) => _sales = (free, paid);

    public static async Task<SoldRace> PrepareAsync(NpgsqlDataSource database)
    {
        var terms = new TestSaleTerms { Rows = 2, SeatsPerRow = SeatsOfEach / 2 };
        return new SoldRace(await TestSale.CreateAsync(database, terms with { Free = true }), await TestSale.CreateAsync(database, terms));
    }

    /// <param name="instances">Addresses of the application's instances; requests go to them in turn.</param>
    /// <param name="fault">Called after one in sixteen holds is answered, and after a quarter of the winners have ordered.</param>
    public async Task RunAsync(Uri[] instances, Func<Task>? fault = null)
    {
        _fault = fault ?? _fault;
        _holds = [.. instances.Select(instance => new HoldClient(instance))];
        _orders = [.. instances.Select(instance => new OrderClient(instance))];
        try
        {
            var requests = Enumerable.Range(0, Buyers * Seats).ToArray();
            Random.Shared.Shuffle(requests);
            await Task.WhenAll(requests.Select((request, turn) => BuyAsync(request / Seats, request % Seats, turn)));
        }
        finally
        {
            Array.ForEach(_holds, client => client.Dispose());
            Array.ForEach(_orders, client => client.Dispose());
        }
    }

    public async Task CheckAsync(NpgsqlDataSource database)
    {
        Assert.Empty(_failures);
        Assert.Equal((Seats, (Buyers - 1) * Seats), (_winners.Count, _losers.Count));
        Assert.All(_losers, reply => Assert.Equal((HttpStatusCode.Conflict, "seats-taken", 1), (reply.Status, reply.Type, reply.Labels.Count)));
        foreach (var sale in new[] { _sales.Free, _sales.Paid })
        {
            var won = _winners.Where(winner => winner.Sale == sale).ToList();
            Assert.Equal(Enumerable.Range(0, SeatsOfEach).Select(sale.Label), won.SelectMany(winner => winner.Hold.Labels).Order());
            Assert.All(won, winner => Assert.Equal(winner.Hold.Labels, winner.Order.Tickets.Select(ticket => ticket!["label"]!.GetValue<string>())));
        }

        Assert.Equal(Seats, await CountAsync(database, "seats where status = 2"));
        Assert.Equal(Seats, await CountAsync(database, "seats"));
        Assert.Equal(Seats, await CountAsync(database, "orders where status = 'paid'"));
        Assert.Equal(Seats, await CountAsync(database, "orders"));
        Assert.Equal(Seats, await CountAsync(database, "tickets where status = 'valid'"));
        Assert.Equal(SeatsOfEach, await CountAsync(database, "payments where status = 'succeeded'"));
        // One charge per paid order.
        Assert.Equal(SeatsOfEach, await CountAsync(database, "local_stripe.resources where kind = 'charge'"));
        await SeatInvariants.HoldAsync(database);
        Assert.Equal(CheckedSeats.Fine, await CheckedSeats.ReadAsync(database));
    }

    private async Task BuyAsync(int buyer, int seat, int turn)
    {
        var sale = seat < SeatsOfEach ? _sales.Free : _sales.Paid;
        var hold = await _holds[turn % _holds.Length].HoldAsync(sale, sale.Label(seat % SeatsOfEach));
        Note("hold", hold.Status, hold);
        await FaultAsync(Interlocked.Increment(ref _heldOrNot) == Buyers);
        if (hold.Status != HttpStatusCode.Created)
        {
            _losers.Add(hold);
            return;
        }

        var placed = await OrdersAt(turn + 1).PlaceAsync(hold, $"buyer{buyer}@example.org", key: Guid.NewGuid().ToString());
        Note("order", placed.Code, placed);
        await FaultAsync(Interlocked.Increment(ref _ordered) == Seats / 4);
        if (placed.Code != HttpStatusCode.Created)
        {
            return;
        }

        await PayAsync(placed, turn + 2);
        _winners.Add((sale, hold, await ReadUntilPaidAsync(placed, turn + 3)));
    }

    /// <summary>Retries with the same key, as the card form does.</summary>
    private async Task PayAsync(Reply order, int turn)
    {
        if (order.Body!["payment"] is null)
        {
            return;
        }

        var key = Guid.NewGuid().ToString();
        await Eventually.TrueAsync(async () =>
        {
            var confirmed = await OrdersAt(turn).PayAsync(order, key: key);
            return confirmed.Code == HttpStatusCode.OK;
        });
    }

    private async Task<Reply> ReadUntilPaidAsync(Reply order, int turn)
    {
        Reply? read = null;
        await Eventually.TrueAsync(async () =>
        {
            read = await OrdersAt(turn).ReadAsync(order);
            Note("read", read.Code, read);
            return read.Status == "paid";
        });
        return read!;
    }

    private OrderClient OrdersAt(int turn) => _orders[turn % _orders.Length];

    private void Note(string request, HttpStatusCode status, object reply)
    {
        if (status >= HttpStatusCode.InternalServerError)
        {
            _failures.Add($"{request}: {reply}");
        }
    }

    private Task FaultAsync(bool isTime) => isTime ? _fault() : Task.CompletedTask;

    private static async Task<long> CountAsync(NpgsqlDataSource database, string what)
    {
        await using var count = database.CreateCommand($"select count(*) from {what}");
        return (long)(await count.ExecuteScalarAsync())!;
    }
}
