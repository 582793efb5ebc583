using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Inventory;
/// <summary>The holds API: every success and refusal.</summary>
public sealed class HoldApiTests(HoldApi api) : IClassFixture<HoldApi>, IAsyncDisposable
{
    private readonly TestDatabase _database = api.Database;
    private readonly TestApp _app = api.App;
    private readonly HoldClient _client = new(api.App);
    private TestSale? _sale;

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await SeatInvariants.HoldAsync(_database.DataSource);
    }

    [Fact]
    public async Task Hold_FreeSeats_AreHeldAtTheirPrices()
    {
        var sale = await CreateAsync();

        var hold = await _client.HoldAsync(sale, "Stalls-A-2", "Stalls-A-1");

        Assert.Equal(HttpStatusCode.Created, hold.Status);
        Assert.Equal(["Stalls-A-1", "Stalls-A-2"], hold.Labels);
        Assert.Equal(2 * (TestSale.StallsPrice + TestSale.StallsFee), hold.Body!["total"]!["amount"]!.GetValue<long>());
        Assert.Equal(TestSale.StallsPrice, hold.Body["seats"]![0]!["price"]!["amount"]!.GetValue<long>());
        Assert.Equal("EUR", hold.Body["total"]!["currency"]!.GetValue<string>());
        Assert.Equal(43, hold.Secret.Length);
    }

    [Fact]
    public async Task Hold_OneSeatTaken_ReportsItAndHoldsNone()
    {
        var sale = await CreateAsync();
        await _client.HoldAsync(sale, "Stalls-A-2");

        var lost = await _client.HoldAsync(sale, "Stalls-A-1", "Stalls-A-2", "Stalls-A-3");

        Assert.Equal((HttpStatusCode.Conflict, "seats-taken"), (lost.Status, lost.Type));
        Assert.Equal(["Stalls-A-2"], lost.Labels);
        Assert.Equal(1, await HeldAsync());
        Assert.Equal(HttpStatusCode.Created, (await _client.HoldAsync(sale, "Stalls-A-1", "Stalls-A-3")).Status);
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"seats":[]}""")]
    [InlineData("""{"seats":null}""")]
    [InlineData("""{"seats":[null]}""")]
    [InlineData("""{"seats":[""]}""")]
    [InlineData("""{"seats":["Stalls-A-1","Stalls-A-1"]}""")]
    [InlineData("""{"seats":["Stalls-Z-1"]}""")]
    [InlineData("""{"seats":["'; drop table seats; --","<script>"]}""")]
    [InlineData("""{"seats":["Floor-21"]}""")]
    [InlineData("""{"seats":["Floor-0"]}""")]
    [InlineData("""{"seats":["Stalls-A-1"],"area":"Floor","quantity":1}""")]
    [InlineData("""{"area":"Floor"}""")]
    [InlineData("""{"area":"Floor","quantity":0}""")]
    [InlineData("""{"area":"Floor","quantity":-3}""")]
    [InlineData("""{"area":"Nowhere","quantity":2}""")]
    [InlineData("""{"area":"Stalls","quantity":2}""")]
    [InlineData("""{"area":"","quantity":2}""")]
    [InlineData("""{"bestAvailable":{"quantity":0}}""")]
    [InlineData("""{"bestAvailable":{"quantity":-1}}""")]
    [InlineData("""{"bestAvailable":{"quantity":2,"tier":"Nothing"}}""")]
    [InlineData("""{"bestAvailable":{"quantity":2,"wheelchairs":3}}""")]
    public async Task Hold_InvalidRequest_IsRefused(string body)
    {
        var sale = await CreateAsync();

        var refused = await _client.PostAsync(sale, JsonNode.Parse(body)!);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "validation"), (refused.Status, refused.Type));
        Assert.Equal(0, await HeldAsync());
    }

    [Theory]
    [InlineData("""{"area":"Floor","quantity":11}""")]
    [InlineData("""{"area":"Floor","quantity":2147483647}""")]
    [InlineData("""{"bestAvailable":{"quantity":11}}""")]
    [InlineData("""{"seats":["Stalls-A-1","Stalls-A-2","Stalls-A-3","Stalls-A-4","Stalls-B-1","Stalls-B-2","Stalls-B-3","Stalls-B-4","Stalls-C-1","Stalls-C-2","Stalls-C-3"]}""")]
    public async Task Hold_OverTheSeatLimit_IsRefused(string body)
    {
        var sale = await CreateAsync();

        var refused = await _client.PostAsync(sale, JsonNode.Parse(body)!);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "too-many-seats"), (refused.Status, refused.Type));
        Assert.Equal(0, await HeldAsync());
    }

    [Theory]
    [InlineData("{")]
    [InlineData("""{"seats":"Stalls-A-1"}""")]
    [InlineData("""{"seats":[1]}""")]
    [InlineData("""{"area":"Floor","quantity":"2"}""")]
    [InlineData("""{"area":"Floor","quantity":1.5}""")]
    [InlineData("""{"bestAvailable":{}}""")]
    public async Task Hold_BrokenJson_IsABadRequest(string body)
    {
        var sale = await CreateAsync();
        using var http = _app.CreateClient();
        using var content = new StringContent(body, Encoding.UTF8, "application/json");

        using var response = await http.PostAsync(new Uri($"api/v1/performances/{sale.Id}/holds", UriKind.Relative), content, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("paused", "paused")]
    [InlineData("cancelled", "cancelled")]
    [InlineData("postponed", "postponed")]
    [InlineData("completed", "ended")]
    public async Task Hold_NotOnSale_ReportsTheSaleState(string status, string state)
    {
        var sale = await CreateAsync(new TestSaleTerms { Status = status });

        var refused = await _client.HoldAsync(sale, "Stalls-A-1");

        Assert.Equal((HttpStatusCode.Conflict, "not-on-sale"), (refused.Status, refused.Type));
        Assert.Equal(state, refused.Body!["saleState"]!.GetValue<string>());
    }

    [Fact]
    public async Task Hold_BeforeAndAfterTheSale_IsRefused()
    {
        var early = await CreateAsync(new TestSaleTerms { OnSaleAt = DateTimeOffset.UtcNow.AddHours(1) });
        var late = await CreateAsync(new TestSaleTerms { OffSaleAt = DateTimeOffset.UtcNow.AddHours(-1) });

        Assert.Equal("not-yet-on-sale", (await _client.HoldAsync(early, "Stalls-A-1")).Body!["saleState"]!.GetValue<string>());
        Assert.Equal("ended", (await _client.HoldAsync(late, "Stalls-A-1")).Body!["saleState"]!.GetValue<string>());
    }

    [Fact]
    public async Task Hold_UnknownOrUnpublishedPerformance_IsNotFound()
    {
        var draft = await CreateAsync(new TestSaleTerms { EventStatus = "draft" });

        Assert.Equal(HttpStatusCode.NotFound, (await _client.HoldAsync(draft, "Stalls-A-1")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _client.SendAsync(HttpMethod.Post, $"api/v1/performances/{Guid.NewGuid()}/holds", new { seats = new[] { "Stalls-A-1" } })).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _client.SendAsync(HttpMethod.Get, $"api/v1/performances/{Guid.NewGuid()}/seats", null)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _client.SendAsync(HttpMethod.Get, $"api/v1/performances/{Guid.NewGuid()}/stream", null)).Status);
    }

    [Fact]
    public async Task Hold_WithSecretOfAHold_AddsToIt()
    {
        var sale = await CreateAsync();
        var first = await _client.HoldAsync(sale, "Stalls-A-1");

        var second = await _client.HoldAsAsync(first.Secret, sale, "Stalls-A-1", "Stalls-A-2");

        Assert.Equal(HttpStatusCode.Created, second.Status);
        Assert.Equal((first.Id, first.ExpiresAt), (second.Id, second.ExpiresAt));
        Assert.Equal(["Stalls-A-1", "Stalls-A-2"], second.Labels);
    }

    [Fact]
    public async Task Change_OneSeatTaken_ChangesNothing()
    {
        var sale = await CreateAsync();
        var hold = await _client.HoldAsync(sale, "Stalls-A-1", "Stalls-A-2");
        await _client.HoldAsync(sale, "Stalls-B-1");

        var failed = await _client.ChangeAsync(hold, new { add = new { seats = new[] { "Stalls-B-1", "Stalls-B-2" } }, remove = new[] { "Stalls-A-1" } });
        var unchanged = await _client.GetAsync(hold);
        var changed = await _client.ChangeAsync(hold, new { add = new { seats = new[] { "Stalls-B-2" } }, remove = new[] { "Stalls-A-1" } });

        Assert.Equal((HttpStatusCode.Conflict, "seats-taken"), (failed.Status, failed.Type));
        Assert.Equal(["Stalls-B-1"], failed.Labels);
        Assert.Equal(["Stalls-A-1", "Stalls-A-2"], unchanged.Labels);
        Assert.Equal(hold.ExpiresAt, unchanged.ExpiresAt);
        Assert.Equal(["Stalls-A-2", "Stalls-B-2"], changed.Labels);
        Assert.Equal(hold.ExpiresAt, changed.ExpiresAt);
        Assert.Equal(HttpStatusCode.Created, (await _client.HoldAsync(sale, "Stalls-A-1")).Status);
    }

    [Fact]
    public async Task Change_OverTheLimit_KeepsTheHold()
    {
        var sale = await CreateAsync(new TestSaleTerms { SeatsPerOrderMax = 2 });
        var hold = await _client.HoldAsync(sale, "Stalls-A-1", "Stalls-A-2");

        var refused = await _client.ChangeAsync(hold, new { add = new { seats = new[] { "Stalls-A-3" } } });
        var swapped = await _client.ChangeAsync(hold, new { add = new { seats = new[] { "Stalls-A-3" } }, remove = new[] { "Stalls-A-1" } });

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "too-many-seats"), (refused.Status, refused.Type));
        Assert.Equal(["Stalls-A-2", "Stalls-A-3"], swapped.Labels);
    }

    [Fact]
    public async Task Change_LastSeatRemoved_ReleasesTheHold()
    {
        var sale = await CreateAsync();
        var hold = await _client.HoldAsync(sale, "Stalls-A-1");

        var emptied = await _client.ChangeAsync(hold, new { remove = new[] { "Stalls-A-1" } });

        Assert.Equal(HttpStatusCode.OK, emptied.Status);
        Assert.Empty(emptied.Labels);
        Assert.Equal(HttpStatusCode.Gone, (await _client.GetAsync(hold)).Status);
        Assert.Equal(0, await HeldAsync());
    }

    [Fact]
    public async Task Hold_OfAnotherOwner_IsNotFound()
    {
        var sale = await CreateAsync();
        var mine = await _client.HoldAsync(sale, "Stalls-A-1");
        var theirs = await _client.HoldAsync(sale, "Stalls-A-2");
        var forged = mine with { Body = null, Shown = theirs.Secret };
        var path = $"api/v1/holds/{mine.Id}";

        Assert.Equal(HttpStatusCode.NotFound, (await _client.SendAsync(HttpMethod.Get, path, null, forged.Secret)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _client.SendAsync(HttpMethod.Patch, path, new { remove = new[] { "Stalls-A-1" } }, forged.Secret)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _client.SendAsync(HttpMethod.Post, path + "/extend", null, forged.Secret)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _client.SendAsync(HttpMethod.Delete, path, null, forged.Secret)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await _client.SendAsync(HttpMethod.Delete, path, null)).Status);
        Assert.Equal(HttpStatusCode.OK, (await _client.GetAsync(mine)).Status);
    }

    [Fact]
    public async Task Release_Twice_FreesOnce()
    {
        var sale = await CreateAsync();
        var hold = await _client.HoldAsync(sale, "Stalls-A-1");

        Assert.Equal(HttpStatusCode.NoContent, (await _client.ReleaseAsync(hold)).Status);
        var next = await _client.HoldAsync(sale, "Stalls-A-1");
        Assert.Equal(HttpStatusCode.Gone, (await _client.ReleaseAsync(hold)).Status);

        Assert.Equal(HttpStatusCode.Created, next.Status);
        Assert.Equal(HttpStatusCode.OK, (await _client.GetAsync(next)).Status);
    }

    [Fact]
    public async Task Extend_Once_RestartsTheHoldTime()
    {
        var sale = await CreateAsync();
        var hold = await _client.HoldAsync(sale, "Stalls-A-1");

        var longer = await _client.ExtendAsync(hold);
        var again = await _client.ExtendAsync(hold);

        Assert.Equal(hold.ExpiresAt.AddSeconds(600), longer.ExpiresAt);
        Assert.False(longer.Body!["canExtend"]!.GetValue<bool>());
        Assert.Equal((HttpStatusCode.Conflict, "already-extended"), (again.Status, again.Type));
    }

    [Fact]
    public async Task Hold_PriceChangedLater_KeepsItsPrice()
    {
        var sale = await CreateAsync();
        var hold = await _client.HoldAsync(sale, "Stalls-A-1");
        await _database.ExecuteAsync("update price_tiers set price = 9900 where performance_id = $1", sale.Id.Value);

        var later = await _client.GetAsync(hold);
        await Eventually.TrueAsync(async () =>
        {
            var other = await _client.HoldAsync(sale, "Stalls-A-2");
            await _client.ReleaseAsync(other);
            return other.Body!["seats"]![0]!["price"]!["amount"]!.GetValue<long>() == 9900;
        });

        Assert.Equal(TestSale.StallsPrice, later.Body!["seats"]![0]!["price"]!["amount"]!.GetValue<long>());
    }

    // Broken clients send such texts in place of a missing secret: they would share one owner.
    [Theory]
    [InlineData("null")]
    [InlineData("undefined")]
    [InlineData("secret")]
    [InlineData("AAAA")]
    public async Task Secret_NotInTheIssuedForm_IdentifiesNobody(string secret)
    {
        var sale = await CreateAsync();
        using var client = new HoldClient(_app);

        var mine = await client.HoldAsAsync(secret, sale, "Stalls-A-1");
        var theirs = await client.HoldAsAsync(secret, sale, "Stalls-A-2");

        Assert.NotEqual(mine.Id, theirs.Id);
        Assert.NotEqual(secret, mine.Secret);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.SendAsync(HttpMethod.Get, $"api/v1/holds/{mine.Id}", null, secret)).Status);
    }

    [Fact]
    public async Task Hold_RepeatedWithIdempotencyKey_ReplaysTheResponse()
    {
        var sale = await CreateAsync();
        using var http = _app.CreateClient();

        var bodies = new List<string>();
        for (var i = 0; i < 2; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"api/v1/performances/{sale.Id}/holds")
            {
                Content = new StringContent("""{"seats":["Stalls-A-1"]}""", Encoding.UTF8, "application/json"),
            };
            request.Headers.Add("Idempotency-Key", TestSecrets.Of("once"));
            using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.Created, response.StatusCode);
            bodies.Add(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }

        Assert.Equal(bodies[0], bodies[1]);
    }

    private async Task<TestSale> CreateAsync(TestSaleTerms? terms = null) =>
        _sale = await TestSale.CreateAsync(_database.DataSource, (terms ?? new TestSaleTerms()) with { FloorPlaces = 20 });

    private Task<long> HeldAsync() =>
        _database.ScalarAsync<long>("select count(*) from seats where status = 1 and performance_id = $1", _sale!.Id.Value);
}
