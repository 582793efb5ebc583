using System.Net;
using System.Text.Json.Nodes;

namespace Ticketing.Tests.Inventory;

/// <summary>Offers of the best seats over HTTP.</summary>
public sealed class BestSeatsApiTests(HoldApi api) : IClassFixture<HoldApi>, IAsyncDisposable
{
    private readonly HoldClient _client = new(api.App);

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Offers_OfAPerformance_HoldNothingAndCanBeHeld()
    {
        var sale = await TestSale.CreateAsync(api.Database.DataSource, new TestSaleTerms { Rows = 4, SeatsPerRow = 8 });

        var offers = await OffersAsync(sale, "quantity=2");
        var again = await OffersAsync(sale, "quantity=2");
        var best = Labels(offers[0]!);
        var held = await _client.HoldAsync(sale, best);

        Assert.Equal(3, offers.Count);
        Assert.Equal(best, Labels(again[0]!));
        Assert.Equal(HttpStatusCode.Created, held.Status);
        Assert.Equal(held.Body!["total"]!.ToJsonString(), offers[0]!["total"]!.ToJsonString());
        Assert.DoesNotContain(best[0], (await OffersAsync(sale, "quantity=2")).SelectMany(offer => Labels(offer!)));
    }

    [Fact]
    public async Task Offers_ForAWholeRowAndMore_AreRefusedAsAHoldIs()
    {
        var sale = await TestSale.CreateAsync(api.Database.DataSource, new TestSaleTerms { Rows = 2, SeatsPerRow = 4 });

        var together = await _client.SendAsync(HttpMethod.Get, Path(sale, "quantity=5"), null);
        var apart = await OffersAsync(sale, "quantity=5&together=false");

        Assert.Equal((HttpStatusCode.Conflict, "seats-taken"), (together.Status, together.Type));
        Assert.Equal(5, Labels(apart[0]!).Length);
    }

    [Theory]
    [InlineData("quantity=0")]
    [InlineData("quantity=-1")]
    [InlineData("quantity=two")]
    [InlineData("quantity=99999")]
    [InlineData("quantity=2&wheelchairs=3")]
    [InlineData("quantity=2&wheelchairs=x")]
    [InlineData("quantity=2&together=perhaps")]
    [InlineData("quantity=2&tier=Unknown")]
    public async Task Offers_InvalidRequest_IsUnprocessable(string query)
    {
        var sale = await TestSale.CreateAsync(api.Database.DataSource);

        var reply = await _client.SendAsync(HttpMethod.Get, Path(sale, query), null);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, reply.Status);
    }

    [Fact]
    public async Task Offers_OfUnknownPerformance_AreNotFound() =>
        Assert.Equal(HttpStatusCode.NotFound, (await _client.SendAsync(HttpMethod.Get, $"api/v1/performances/{Guid.NewGuid()}/best-seats?quantity=2", null)).Status);

    private async Task<JsonArray> OffersAsync(TestSale sale, string query)
    {
        var reply = await _client.SendAsync(HttpMethod.Get, Path(sale, query), null);
        Assert.True(reply.Status == HttpStatusCode.OK, reply.ToString());
        return reply.Body!["offers"]!.AsArray();
    }

    private static string Path(TestSale sale, string query) => $"api/v1/performances/{sale.Id}/best-seats?{query}";

    private static string[] Labels(JsonNode offer) => [.. offer["seats"]!.AsArray().Select(seat => seat!["label"]!.GetValue<string>())];
}
