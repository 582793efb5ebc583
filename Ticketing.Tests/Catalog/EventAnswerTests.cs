using System.Net;
using System.Text.Json.Nodes;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Inventory;

namespace Ticketing.Tests.Catalog;

/// <summary>The API's responses for one event and one performance, in every state.</summary>
public sealed class EventAnswerTests(CatalogShop shop) : IClassFixture<CatalogShop>
{
    private static readonly DateTimeOffset Now = SampleCatalog.Now;

    [Fact]
    public async Task Event_Published_HasDatesInVenueTime()
    {
        var sale = await shop.AddAsync(
            new SampleEvent("Clock change") { Summary = "Short.", Description = "Long." },
            new SampleDate { StartsAt = new(2027, 3, 28, 0, 30, 0, TimeSpan.Zero), OnSaleAt = new(2027, 1, 1, 9, 0, 0, TimeSpan.Zero) });

        var answer = await shop.GetAsync("api/v1/events/clock-change");

        Assert.Equal(("Clock change", "Short.", "Long.", false), (Text(answer["title"]), Text(answer["summary"]), Text(answer["description"]), answer["cancelled"]!.GetValue<bool>()));
        var date = Assert.Single(answer["performances"]!.AsArray())!;
        Assert.Equal(sale.Id.ToString(), Text(date["id"]));
        Assert.Equal("2027-03-28T01:30:00+01:00", Text(date["startsAt"]));
        Assert.Equal("2027-03-28T04:30:00+02:00", Text(date["endsAt"]));
        Assert.Equal("2027-01-01T10:00:00+01:00", Text(date["onSaleAt"]));
        Assert.Equal((16, 16), (date["seatCount"]!.GetValue<int>(), date["available"]!.GetValue<int>()));
        Assert.Equal((4500, 150, 4650), (Amount(date["tiers"]![0]!["price"]), Amount(date["tiers"]![0]!["fee"]), Amount(date["tiers"]![0]!["allIn"])));
    }

    [Theory]
    [InlineData(PerformanceStatus.Scheduled, -1, 30, "on-sale", "available")]
    [InlineData(PerformanceStatus.Scheduled, 1, 30, "not-yet-on-sale", "not-yet-on-sale")]
    [InlineData(PerformanceStatus.Scheduled, -2, -1, "ended", "ended")]
    [InlineData(PerformanceStatus.Paused, -1, 30, "paused", "paused")]
    [InlineData(PerformanceStatus.Postponed, -1, 30, "postponed", "postponed")]
    [InlineData(PerformanceStatus.Completed, -1, 30, "ended", "ended")]
    [InlineData(PerformanceStatus.Cancelled, -1, 30, "cancelled", "cancelled")]
    public async Task Performance_InEachState_IsPublished(PerformanceStatus status, int onSaleInDays, int offSaleInDays, string state, string word)
    {
        var sale = await shop.AddAsync(
            new SampleEvent($"{status} {state}"),
            new SampleDate { Status = status, OnSaleAt = Now.AddDays(onSaleInDays), OffSaleAt = Now.AddDays(offSaleInDays) });

        var answer = await PerformanceAsync(sale);

        Assert.Equal((state, word, status.ToWord()), (Text(answer["sale"]), Text(answer["performance"]!["availability"]), Text(answer["performance"]!["status"])));
        Assert.Equal(("Stalls", 16, 16), (Text(answer["sections"]![0]!["name"]), Number(answer["sections"]![0]!["seats"]), Number(answer["sections"]![0]!["available"])));
    }

    [Fact]
    public async Task Performance_OfACancelledEvent_IsCancelled()
    {
        var sale = await shop.AddAsync(new SampleEvent("All called off"), status: "cancelled");

        var (one, all) = (await PerformanceAsync(sale), await shop.GetAsync("api/v1/events/all-called-off"));

        Assert.Equal(("cancelled", "cancelled"), (Text(one["sale"]), Text(one["performance"]!["availability"])));
        Assert.True(all["cancelled"]!.GetValue<bool>());
        Assert.Equal("cancelled", Text(all["performances"]![0]!["availability"]));
    }

    [Fact]
    public async Task Seats_OfEachStatus_AreCounted()
    {
        var sale = await shop.AddAsync(new SampleEvent("Nearly gone"));
        await shop.Database.ExecuteAsync("update seats set status = 3 where performance_id = $1 and seat_index < 9", sale.Id.Value);
        // An expired hold counts as free before the sweep removes it.
        await shop.Database.ExecuteAsync(
            "update seats set status = 1, hold_id = gen_random_uuid(), held_until = $2 where performance_id = $1 and seat_index between 9 and 10", sale.Id.Value, Now.AddMinutes(5));
        await shop.Database.ExecuteAsync(
            "update seats set status = 1, hold_id = gen_random_uuid(), held_until = $2 where performance_id = $1 and seat_index = 11", sale.Id.Value, Now.AddMinutes(-5));
        await shop.RefreshAsync();

        var date = (await shop.GetAsync("api/v1/events/nearly-gone"))["performances"]![0]!;
        Assert.Equal((5, "few"), (Number(date["available"]), Text(date["availability"])));

        await shop.Database.ExecuteAsync("update seats set status = 3, hold_id = null, held_until = null where performance_id = $1", sale.Id.Value);
        await shop.RefreshAsync();
        date = (await shop.GetAsync("api/v1/events/nearly-gone"))["performances"]![0]!;
        Assert.Equal((0, "sold-out"), (Number(date["available"]), Text(date["availability"])));
    }

    [Theory]
    [InlineData("api/v1/events/nothing")]
    [InlineData("api/v1/events/Still-a-draft")]
    [InlineData("api/v1/events/still-a-draft")]
    [InlineData("api/v1/events/%3Cscript%3E")]
    [InlineData("api/v1/events/..%2Fadmin")]
    [InlineData("api/v1/performances/0193b0a0-0000-7000-8000-000000000001")]
    [InlineData("api/v1/performances/none")]
    public async Task Address_Unknown_IsNotFound(string path)
    {
        if (await shop.Database.ScalarAsync<long>("select count(*) from events where slug = 'still-a-draft'") == 0)
        {
            await shop.AddAsync(new SampleEvent("Still a draft"), status: "draft");
        }

        using var response = await shop.Http.GetAsync(path, TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.NotFound, "application/problem+json"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
    }

    [Fact]
    public async Task Event_JustRenamed_IsFoundByItsNewSlug()
    {
        await shop.AddAsync(new SampleEvent("Old name"));
        await shop.Database.ExecuteAsync("update events set slug = 'new-name' where slug = 'old-name'");

        await Eventually.TrueAsync(async () =>
        {
            using var response = await shop.Http.GetAsync("api/v1/events/new-name", TestContext.Current.CancellationToken);
            return response.StatusCode == HttpStatusCode.OK;
        });
    }

    private Task<JsonNode> PerformanceAsync(TestSale sale) => shop.GetAsync($"api/v1/performances/{sale.Id}");

    private static string Text(JsonNode? node) => node!.GetValue<string>();

    private static int Number(JsonNode? node) => node!.GetValue<int>();

    private static int Amount(JsonNode? money) => Number(money!["amount"]);
}
