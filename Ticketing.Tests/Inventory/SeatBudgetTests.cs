using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Infrastructure.Inventory;
using Ticketing.Infrastructure.Inventory.Holds;
using Ticketing.Tests.Integration;
using Ticketing.Tests.WaitingRoom;

namespace Ticketing.Tests.Inventory;

/// <summary>Budgets of seats per device, line and block, over the API and through the handlers that circuits call.</summary>
public sealed class SeatBudgetTests(TestServers servers) : IAsyncLifetime
{
    private const string School = "203.0.113.7";

    private TestDatabase _database = null!;

    public async ValueTask InitializeAsync() => _database = await servers.CreateDatabaseAsync();

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task SchoolClass_ThirtyBehindOneAddress_BuyTenSeatsEach()
    {
        var defaults = new SeatBudgetOptions();
        await using var app = await StartAsync(defaults.LineSeats, defaults.BlockSeatsMax, defaults.DeviceSeats);
        var sale = await HallAsync(rows: 30, new TestSaleTerms { Free = true });

        await Task.WhenAll(Enumerable.Range(0, 30).Select(async child =>
        {
            using var buyer = Client(app, School);
            var held = await HoldAsync(buyer, sale, 10);
            Assert.Equal(HttpStatusCode.Created, held.Status);
            using var ordered = await buyer.PostAsJsonAsync("api/v1/orders", new
            {
                holdId = held.Body!["id"]!.GetValue<Guid>(),
                holdSecret = held.Body["secret"]!.GetValue<string>(),
                buyer = new { name = "Ada", email = $"child{child}@school.example" },
            }, Stop);
            Assert.Equal(HttpStatusCode.Created, ordered.StatusCode);
        }));

        Assert.Equal(300L, await SeatsAsync(sale, "status = 2"));
    }

    [Fact]
    public async Task Line_OverItsBudget_GetsOnByAProofOfTheSameOwnerOnce()
    {
        await using var app = await StartAsync(line: 20, block: 1000);
        var sale = await HallAsync();
        using var client = Client(app, School);
        Assert.Equal(HttpStatusCode.Created, (await HoldAsync(client, sale, 10)).Status);
        Assert.Equal(HttpStatusCode.Created, (await HoldAsync(client, sale, 10)).Status);

        var refused = await HoldAsync(client, sale, 10);
        Assert.Equal((HttpStatusCode.TooManyRequests, "seat-budget"), (refused.Status, refused.Type));
        var proof = Solve(refused);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await HoldAsync(client, sale, 10, TestSecrets.Of("thief"), proof)).Status);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await HoldAsync(client, sale, 10, refused.Secret, "x" + proof)).Status);
        var held = await HoldAsync(client, sale, 10, refused.Secret, proof);
        Assert.Equal(HttpStatusCode.Created, held.Status);

        using var released = await client.SendAsync(Request(HttpMethod.Delete, $"api/v1/holds/{held.Id}", null, refused.Secret, null), Stop);
        Assert.Equal(HttpStatusCode.NoContent, released.StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await HoldAsync(client, sale, 10, refused.Secret, proof)).Status);
        Assert.Equal(20L, await SeatsAsync(sale, "status = 1"));
    }

    [Theory]
    [InlineData("203.0.113.{0}", "198.51.100.1")]
    [InlineData("2001:db8:1:{0}00::1", "2001:db8:2::1")]
    public async Task Block_WithProofsFromAllItsLines_NeverExceedsItsBudget(string lines, string elsewhere)
    {
        await using var app = await StartAsync(line: 20, block: 60);
        var sale = await HallAsync();

        await Task.WhenAll(Enumerable.Range(1, 12).Select(async number =>
        {
            using var client = Client(app, string.Format(CultureInfo.InvariantCulture, lines, number));
            var reply = await HoldAsync(client, sale, 10);
            if (reply.Status == HttpStatusCode.TooManyRequests && reply.Body!["challenge"] is not null)
            {
                await HoldAsync(client, sale, 10, reply.Secret, Solve(reply));
            }
        }));

        Assert.Equal(60L, await SeatsAsync(sale, "status = 1"));
        using var stranger = Client(app, elsewhere);
        Assert.Equal(HttpStatusCode.Created, (await HoldAsync(stranger, sale, 10)).Status);
    }

    [Fact]
    public async Task Seats_ReleasedOrExpired_AreGivenBack()
    {
        await using var app = await StartAsync(line: 10, block: 1000);
        var sale = await HallAsync(terms: new TestSaleTerms { HoldSeconds = 5 });
        using var client = Client(app, School);
        var held = await HoldAsync(client, sale, 10);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await HoldAsync(client, sale, 1)).Status);

        using var released = await client.SendAsync(Request(HttpMethod.Delete, $"api/v1/holds/{held.Id}", null, held.Secret, null), Stop);
        Assert.Equal(HttpStatusCode.Created, (await HoldAsync(client, sale, 10)).Status);

        await Eventually.TrueAsync(async () => (await HoldAsync(client, sale, 10)).Status == HttpStatusCode.Created);
    }

    [Theory]
    [InlineData(900, HttpStatusCode.TooManyRequests)]
    [InlineData(0, HttpStatusCode.Created)]
    public async Task Seats_Paid_CountForTheWindow(int paidSeconds, HttpStatusCode next)
    {
        await using var app = await StartAsync(line: 10, block: 1000, more: ("SeatBudget:PaidSeconds", paidSeconds.ToString(CultureInfo.InvariantCulture)));
        var sale = await HallAsync(terms: new TestSaleTerms { Free = true, HoldSeconds = 5 });
        using var client = Client(app, School);
        var held = await HoldAsync(client, sale, 10);
        using var ordered = await client.PostAsJsonAsync(
            "api/v1/orders", new { holdId = held.Id, holdSecret = held.Secret, buyer = new { name = "Ada", email = "ada@test.example" } }, Stop);
        Assert.Equal(HttpStatusCode.Created, ordered.StatusCode);

        // Their hold's time is over as soon as its keys are gone.
        await Eventually.TrueAsync(async () => !await _database.Redis.GetDatabase().KeyExistsAsync(
            Infrastructure.Inventory.RedisMirror.SeatKeys.Key(sale.Id, held.Seat(sale))));
        Assert.Equal(next, (await HoldAsync(client, sale, 1)).Status);
    }

    [Fact]
    public async Task Places_OfAnArea_Count()
    {
        await using var app = await StartAsync(line: 20, block: 1000);
        var sale = await HallAsync(terms: new TestSaleTerms { FloorPlaces = 100 });
        using var client = Client(app, School);

        var replies = new List<HttpStatusCode>();
        for (var i = 0; i < 3; i++)
        {
            replies.Add((await SendAsync(client, sale, new { area = "Floor", quantity = 10 }, null, null)).Status);
        }

        Assert.Equal([HttpStatusCode.Created, HttpStatusCode.Created, HttpStatusCode.TooManyRequests], replies);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await HoldAsync(client, sale, 1)).Status);
    }

    [Fact]
    public async Task Device_OverItsBudget_IsRefusedFromAnyNetwork()
    {
        await using var app = await StartAsync(line: 1000, block: 1000, device: 1);
        var sale = await HallAsync(terms: new TestSaleTerms { SeatsPerOrderMax = 2, Free = true });
        var secret = TestSecrets.Of("collector");
        for (var round = 0; round < 2; round++)
        {
            using var client = Client(app, $"198.51.{round}.1");
            var held = await HoldAsync(client, sale, 2, secret);
            using var ordered = await client.PostAsJsonAsync(
                "api/v1/orders", new { holdId = held.Id, holdSecret = secret, buyer = new { name = "Ada", email = $"ada{round}@test.example" } }, Stop);
            Assert.Equal(HttpStatusCode.Created, ordered.StatusCode);
        }

        using var third = Client(app, "198.51.2.1");
        Assert.Equal("seat-budget", (await HoldAsync(third, sale, 2, secret)).Type);
    }

    // The API and circuits call the same handler; the budget is in Redis, so another instance shares it.
    [Fact]
    public async Task Circuits_AndOtherInstances_ShareTheBudget()
    {
        await using var app = await StartAsync(line: 10, block: 1000);
        await using var other = await StartAsync(line: 10, block: 1000);
        var sale = await HallAsync();
        using var client = Client(app, School);
        Assert.Equal(HttpStatusCode.Created, (await HoldAsync(client, sale, 10)).Status);

        var picked = await PickAsync(other, sale, ClientNetwork.Of(IPAddress.Parse(School)));
        Assert.Equal(HoldRefusal.OverBudget, picked.Refusal!.Reason);
        Assert.NotNull(picked.Refusal!.Proof);
        Assert.True((await PickAsync(other, sale, ClientNetwork.Of(IPAddress.Parse("192.0.2.1")))).Succeeded);
    }

    [Fact]
    public async Task Holds_RedisUnavailable_ContinueWithoutBudget()
    {
        await using var app = await TestApp.StartAsync(
            _database, null, ("SeatBudget:LineSeats", "1"), ("SeatBudget:BlockSeatsMax", "1"),
            ("ConnectionStrings:Redis", "127.0.0.1:1,abortConnect=false,connectTimeout=200"));
        var sale = await HallAsync();
        using var client = Client(app, School);

        Assert.Equal(HttpStatusCode.Created, (await HoldAsync(client, sale, 10)).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await HoldAsync(client, sale, 11)).Status);
        await SeatInvariants.HoldAsync(_database.DataSource);
    }

    // Otherwise releasing and taking again would keep a seat for ever.
    [Fact]
    public async Task Seat_HeldAgainAndAgainByOneOwner_RestsInTheEnd()
    {
        await using var app = await StartAsync(line: 1000, block: 1000, more: ("SeatBudget:HoldTimesMax", "1"));
        var sale = await HallAsync(terms: new TestSaleTerms { HoldSeconds = 3 });
        using var client = Client(app, School);
        var mine = TestSecrets.Of("keeper");
        var seat = new { seats = new[] { sale.Label(0) } };

        await Eventually.TrueAsync(async () =>
        {
            var held = await SendAsync(client, sale, seat, mine, null);
            if (held.Status == HttpStatusCode.Created)
            {
                using var released = await client.SendAsync(Request(HttpMethod.Delete, $"api/v1/holds/{held.Id}", null, mine, null), Stop);
            }

            return held is { Status: HttpStatusCode.Conflict, Type: "hold-time-spent" };
        });
        Assert.Equal(HttpStatusCode.Created, (await SendAsync(client, sale, seat, TestSecrets.Of("next"), null)).Status);
    }

    [Fact]
    public async Task Hold_TakenAgain_LastsOnlyForTheTimeLeft()
    {
        await using var app = await StartAsync(line: 1000, block: 1000);
        var sale = await HallAsync();
        using var client = Client(app, School);
        var mine = TestSecrets.Of("keeper");
        var seat = new { seats = new[] { sale.Label(0) } };
        var first = await SendAsync(client, sale, seat, mine, null);
        using var released = await client.SendAsync(Request(HttpMethod.Delete, $"api/v1/holds/{first.Id}", null, mine, null), Stop);

        // 1,700 of the 3 x 600 seconds are spent.
        var record = $"{{perf:{sale.Id.Value:N}}}:b:h";
        var key = new List<byte>(System.Text.Encoding.ASCII.GetBytes(record));
        key.AddRange(HoldOwner.OfKey(mine).Hash[..16].ToArray());
        key.Add((byte)'0');
        await _database.Redis.GetDatabase().StringSetAsync(key.ToArray(), 1_700_000, TimeSpan.FromMinutes(10));

        var again = await SendAsync(client, sale, seat, mine, null);
        Assert.InRange(again.Body!["expiresAt"]!.GetValue<DateTimeOffset>(), DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddSeconds(101));
    }

    private static async Task<Outcome<HeldSeats, RefusedHold>> PickAsync(TestApp app, TestSale sale, ClientNetwork network) =>
        await app.Services.GetRequiredService<HoldSeatsHandler>().HandleAsync(
            new HoldSeats(sale.Id, HoldOwner.OfKey(HoldOwner.NewKey()), null, new SeatWish.Best(1, null, false)) { Origin = new HoldOrigin(network, null) }, Stop);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Task<TestApp> StartAsync(int line, int block, int device = 1000, (string Key, string Value)? more = null) => TestApp.StartAsync(
        _database, null,
        [
            ("SeatBudget:LineSeats", line.ToString(CultureInfo.InvariantCulture)), ("SeatBudget:BlockSeatsMax", block.ToString(CultureInfo.InvariantCulture)),
            ("SeatBudget:DeviceSeats", device.ToString(CultureInfo.InvariantCulture)), ("SeatBudget:ProofBits", "14"),
            .. more is { } setting ? new[] { setting } : [],
        ]);

    private Task<TestSale> HallAsync(int rows = 12, TestSaleTerms? terms = null) =>
        TestSale.CreateAsync(_database.DataSource, (terms ?? new TestSaleTerms()) with { Rows = rows, SeatsPerRow = 10 });

    private Task<long> SeatsAsync(TestSale sale, string condition) =>
        _database.ScalarAsync<long>($"select count(*) from seats where performance_id = $1 and {condition}", sale.Id.Value);

    // Loopback is a trusted proxy.
    private static HttpClient Client(TestApp app, string address)
    {
        var client = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = app.BaseAddress };
        client.DefaultRequestHeaders.Add("X-Forwarded-For", address);
        return client;
    }

    private static Task<Reply> HoldAsync(HttpClient client, TestSale sale, int quantity, string? secret = null, string? proof = null) =>
        SendAsync(client, sale, new { bestAvailable = new { quantity, together = false } }, secret, proof);

    private static async Task<Reply> SendAsync(HttpClient client, TestSale sale, object body, string? secret, string? proof)
    {
        using var request = Request(HttpMethod.Post, $"api/v1/performances/{sale.Id}/holds", body, secret, proof);
        using var response = await client.SendAsync(request, Stop);
        return new Reply(response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync(Stop)), secret);
    }

    private static HttpRequestMessage Request(HttpMethod method, string path, object? body, string? secret, string? proof)
    {
        var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (secret is not null)
        {
            request.Headers.Authorization = new("Bearer", secret);
        }

        if (proof is not null)
        {
            request.Headers.Add("Seat-Proof", proof);
        }

        return request;
    }

    private static string Solve(Reply refused) =>
        ProofOfWork.Solve(refused.Body!["challenge"]!.GetValue<string>(), refused.Body["bits"]!.GetValue<int>());

    private sealed record Reply(HttpStatusCode Status, JsonNode? Body, string? Shown)
    {
        public string? Type => Body?["type"]?.GetValue<string>();

        public Guid Id => Body!["id"]!.GetValue<Guid>();

        public string Secret => Body?["secret"]?.GetValue<string>() ?? Shown!;

        public int Seat(TestSale sale) => Enumerable.Range(0, sale.Plan.PlaceCount)
            .First(seat => sale.Label(seat) == Body!["seats"]![0]!["label"]!.GetValue<string>());
    }
}
