using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Infrastructure.Inventory.Holds;
using Ticketing.Infrastructure.Inventory.RedisMirror;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Inventory;

/// <summary>A request repeated after a lost response gets the first response and changes nothing.</summary>
public sealed class RepeatedHoldTests(TestServers servers)
{
    [Fact]
    public async Task Repeat_OfAnActiveHold_KeepsItsKeys()
    {
        await using var running = await servers.Apps.TakeAsync();
        var (database, app) = running;
        using var http = app.CreateClient();
        using var client = new HoldClient(app);
        var sale = await TestSale.CreateAsync(database.DataSource);
        var first = await HoldAsync(http, sale);
        await Eventually.TrueAsync(async () => await HasHoldLifetimeAsync(database, sale, 0));

        var again = await HoldAsync(http, sale);
        await client.HoldAsync(sale, "Stalls-A-2");

        // Writes to Redis are ordered: the repeat's come before this hold's.
        await Eventually.TrueAsync(async () => await HasHoldLifetimeAsync(database, sale, 1));
        Assert.Equal(first.Id, again.Id);
        Assert.True(await HasHoldLifetimeAsync(database, sale, 0));
    }

    [Fact]
    public async Task Repeat_BehindACompetingRequestWithoutRedis_GetsItsHold()
    {
        await using var database = await servers.CreateDatabaseAsync();
        await using var app = await TestApp.StartAsync(database, null, ("ConnectionStrings:Redis", "127.0.0.1:1,abortConnect=false,connectTimeout=200"));
        var batch = app.Services.GetRequiredService<HoldBatch>();
        var sale = await TestSale.CreateAsync(database.DataSource);
        var request = new RepeatableRequest(Guid.NewGuid(), [1, 2, 3]);
        var first = Work(sale, "me", request);
        await batch.RunAsync([first], TestContext.Current.CancellationToken);

        List<HoldBatchItem> works = [Work(sale, "another", null), Work(sale, "me", request), Work(sale, "a third", null)];
        await batch.RunAsync(works, TestContext.Current.CancellationToken);

        var answers = await Task.WhenAll(works.Select(work => work.Answer.Task));
        Assert.Equal([HoldResult.Missing, HoldResult.Repeated, HoldResult.Missing], answers.Select(answer => answer.Result));
        Assert.Equal(first.NewId, answers[1].First);
        await SeatInvariants.HoldAsync(database.DataSource);
    }

    [Fact]
    public async Task Repeat_OfAnOrderedHold_ReplaysTheResponse()
    {
        await using var running = await servers.Apps.TakeAsync();
        var (database, app) = running;
        using var http = app.CreateClient();
        var sale = await TestSale.CreateAsync(database.DataSource, new TestSaleTerms { Free = true });
        var first = await HoldAsync(http, sale);
        using var ordered = await http.PostAsJsonAsync(
            "api/v1/orders",
            new { holdId = first.Id, holdSecret = first.Secret, buyer = new { name = "Me", email = "me@example.org" } },
            TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Created, ordered.StatusCode);

        var again = await HoldAsync(http, sale);

        Assert.Equal(first, again);
        await SeatInvariants.HoldAsync(database.DataSource);
    }

    private static async Task<(string Id, string Secret)> HoldAsync(HttpClient http, TestSale sale)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"api/v1/performances/{sale.Id}/holds") { Content = JsonContent.Create(new { seats = new[] { "Stalls-A-1" } }) };
        request.Headers.Add("Idempotency-Key", TestSecrets.Of("once"));
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode == HttpStatusCode.Created, body);
        var hold = JsonNode.Parse(body)!;
        return (hold["id"]!.GetValue<string>(), hold["secret"]!.GetValue<string>());
    }

    /// <summary>Whether a seat's key has a hold's lifetime instead of an attempt's.</summary>
    private static async Task<bool> HasHoldLifetimeAsync(TestDatabase database, TestSale sale, int seat) =>
        await database.Redis.GetDatabase().KeyTimeToLiveAsync(SeatKeys.Key(sale.Id, seat)) > SeatKeys.PendingLife;

    private static HoldBatchItem Work(TestSale sale, string key, RepeatableRequest? request) => new()
    {
        Performance = sale.Id,
        Owner = HoldOwner.OfKey(key),
        User = null,
        Life = TimeSpan.FromMinutes(10),
        LifeMax = TimeSpan.FromMinutes(30),
        SeatsMax = 10,
        Add = [new PricedSeat(0, 0, 100, 0)],
        Request = request,
        Deadline = long.MaxValue,
    };
}
