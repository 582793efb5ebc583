using System.Net;
using System.Net.Http.Json;
using Ticketing.Core.Seating.Plans;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Inventory;

namespace Ticketing.Tests.Ordering;

/// <summary>Refusals of the orders API: a problem with a type, and no change.</summary>
public sealed class OrderApiTests(TestServers servers)
{
    private const string Somebody = "0193b0a0-0000-7000-8000-000000000001";

    public static TheoryData<string, int> Unusable => new()
    {
        { "", 400 },
        { "{", 400 },
        { "[]", 400 },
        { "null", 400 },
        { "{}", 400 },
        { """{"holdId":"not-an-id","buyer":{"name":"A","email":"a@b.cd"}}""", 400 },
        { """{"holdId":12,"buyer":{"name":"A","email":"a@b.cd"}}""", 400 },
        { """{"holdId":"SOMEBODY","buyer":null}""", 400 },
        { """{"holdId":"SOMEBODY","buyer":{"name":null,"email":"a@b.cd"}}""", 400 },
        { """{"holdId":"SOMEBODY","holdSecret":"x","buyer":{"name":"A","email":"a@b.cd"},"attendees":[{"nobody":1}]}""", 400 },
        { """{"holdId":"SOMEBODY","holdSecret":"x","buyer":{"name":"A","email":"a@b.cd"},"attendees":[null]}""", 400 },
        { """{"holdId":"SOMEBODY","holdSecret":"x","buyer":{"name":"A","email":"a@b.cd"}}""", 404 },
        { """{"holdId":"SOMEBODY","holdSecret":"' or 1=1 --","buyer":{"name":"<script>","email":"a@b.cd"}}""", 404 },
    };

    [Fact]
    public async Task Place_Unusable_IsAProblemAndChangesNothing()
    {
        await using var shop = await Shop.OpenAsync(servers);
        foreach (var (body, status) in Unusable.Select(row => (row.Data.Item1.Replace("SOMEBODY", Somebody, StringComparison.Ordinal), row.Data.Item2)))
        {
            using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
            using var answer = await shop.Http.PostAsync("api/v1/orders", content);

            Assert.True(status == (int)answer.StatusCode, $"{body}: {(int)answer.StatusCode}");
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        }

        Assert.Equal(0, await shop.Database.ScalarAsync<long>("select count(*) from orders"));
    }

    // As every request about a hold: beside an account's token the secret is in a header of its own.
    [Fact]
    public async Task Place_SecretInItsHeader_IsPlaced()
    {
        await using var shop = await Shop.OpenAsync(servers);
        var hold = await shop.HoldAsync(0);
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/v1/orders")
        {
            Content = JsonContent.Create(new { holdId = hold.Id, buyer = new { name = "Ada", email = "ada@example.org" } }),
        };
        request.Headers.Add("Hold-Secret", hold.Secret);
        request.Headers.Authorization = new("Bearer", "tkt_of-an-account");

        using var answer = await shop.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
    }

    [Theory]
    [InlineData("Ada\ufffe", "ada@example.org")]
    [InlineData("", "ada@example.org")]
    [InlineData("Ada", "")]
    [InlineData("Ada", "not an address")]
    [InlineData("Ada", "a@b")]
    [InlineData("Ada", "a@b.cd\r\nBcc: x@y.zz")]
    [InlineData("Ada\u0000", "ada@example.org")]
    [InlineData("Ada", "a\u0000@example.org")]
    public async Task Place_BuyerInvalid_ReportsTheFieldAndKeepsTheHold(string name, string email)
    {
        await using var shop = await Shop.OpenAsync(servers);
        var hold = await shop.HoldAsync(0);

        var refused = await shop.PostAsync("api/v1/orders", new { holdId = hold.Id, holdSecret = hold.Secret, buyer = new { name, email } });

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "validation"), (refused.Code, refused.Type));
        Assert.NotEmpty(refused.Body!["errors"]!.AsObject());
        Assert.Equal([1], await shop.SeatsAsync(0));
        Assert.Equal(HttpStatusCode.Created, (await shop.PlaceAsync(hold)).Code);
    }

    [Fact]
    public async Task Place_MarkupAndSqlInEveryField_IsStoredAsText()
    {
        await using var shop = await Shop.OpenAsync(servers);
        var hold = await shop.HoldAsync(0);
        const string name = "<b>Robert'); drop table orders;--</b>";

        var placed = await shop.PostAsync("api/v1/orders", new { holdId = hold.Id, holdSecret = hold.Secret, buyer = new { name, email = "ada@example.org" } });

        Assert.Equal(HttpStatusCode.Created, placed.Code);
        Assert.Equal(name, (await shop.ReadAsync(placed)).Body!["buyer"]!["name"]!.GetValue<string>());
    }

    [Fact]
    public async Task Place_WithAnotherOwnersSecret_IsHoldNotFound()
    {
        await using var shop = await Shop.OpenAsync(servers);
        var (mine, theirs) = (await shop.HoldAsync(0), await shop.HoldAsync(1));

        var refused = await shop.PostAsync("api/v1/orders", new { holdId = theirs.Id, holdSecret = mine.Secret, buyer = new { name = "Eve", email = "eve@example.org" } });

        Assert.Equal((HttpStatusCode.NotFound, "not-found"), (refused.Code, refused.Type));
    }

    // Best-available seats are held without the rules for the rest of the hold.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Place_CompanionSeatWithoutItsWheelchairPlace_IsRefusedAndWritesNothing(bool free)
    {
        await using var shop = await Shop.OpenAsync(servers, terms: new TestSaleTerms
        {
            Free = free,
            Overrides = [new SeatOverride(0, 0, Kind: SeatKind.Wheelchair), new SeatOverride(0, 1, Kind: SeatKind.Companion)],
        });
        var (wheelchair, companion) = (shop.Sale.Label(0), shop.Sale.Label(1));
        var hold = await shop.HoldAsync(0, 1);
        using var holds = new HoldClient(shop.App);
        var changed = await holds.ChangeAsync(hold, new { remove = new[] { wheelchair }, add = new { bestAvailable = new { quantity = 1 } } });
        Assert.Equal(HttpStatusCode.OK, changed.Status);
        Assert.Contains(companion, changed.Labels);

        var refused = await shop.PlaceAsync(hold);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "companion-alone"), (refused.Code, refused.Type));
        Assert.Equal(0, await shop.Database.ScalarAsync<long>("select (select count(*) from orders) + (select count(*) from order_items) + (select count(*) from payments)"));
        Assert.Equal("active", await shop.Database.ScalarAsync<string>("select status from holds where id = $1", Guid.Parse(hold.Id)));
        Assert.Equal([0, 1], await shop.SeatsAsync(0, 1));

        Assert.Equal(HttpStatusCode.OK, (await holds.ChangeAsync(hold, new { add = new { seats = new[] { wheelchair } } })).Status);
        Assert.Equal(HttpStatusCode.Created, (await shop.PlaceAsync(hold)).Code);
        Assert.Equal(CheckedSeats.Fine, await shop.CheckAsync());
    }

    [Theory]
    [InlineData("cancel")]
    [InlineData("refunds")]
    [InlineData("")]
    public async Task Order_OfAnotherOwner_IsNotFound(string action)
    {
        await using var shop = await Shop.OpenAsync(servers);
        var (mine, theirs) = (await shop.PlaceAsync(await shop.HoldAsync(0)), await shop.PlaceAsync(await shop.HoldAsync(1), "eve@example.org"));

        var answer = action.Length == 0
            ? await shop.SendAsync(HttpMethod.Get, $"api/v1/orders/{theirs.Id}", null, mine.Token)
            : await shop.PostAsync($"api/v1/orders/{theirs.Id}/{action}", new { }, mine.Token);

        Assert.Equal((HttpStatusCode.NotFound, "not-found"), (answer.Code, answer.Type));
        Assert.Equal("awaiting-payment", await shop.StatusInDatabaseAsync(theirs));
    }

    [Fact]
    public async Task Refund_ByTheBuyer_IsRefused()
    {
        await using var shop = await Shop.OpenAsync(servers);
        var order = await shop.PlaceAsync(await shop.HoldAsync(0));

        var refused = await shop.PostAsync($"api/v1/orders/{order.Id}/refunds", new { }, order.Token);

        Assert.Equal(HttpStatusCode.Forbidden, refused.Code);
    }

    [Fact]
    public async Task Cancel_PaidWithinThePolicy_RefundsAndFreesOnce()
    {
        await using var shop = await Shop.OpenAsync(servers);
        var order = await shop.PlaceAsync(await shop.HoldAsync(0, 1));
        await shop.PayAsync(order);
        await shop.ReadUntilAsync(order, "paid");

        var both = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => shop.PostAsync($"api/v1/orders/{order.Id}/cancel", new { }, order.Token)));

        Assert.Single(both, reply => reply.Code == HttpStatusCode.OK);
        Assert.Single(both, reply => reply.Type == "order-ended");
        Assert.Equal([0, 0], await shop.SeatsAsync(0, 1));
        Assert.Equal(order.Total, await shop.Database.ScalarAsync<long>("select sum(amount)::bigint from refunds"));
        Assert.Equal(0, await shop.Database.ScalarAsync<long>("select count(*) from tickets where status <> 'void'"));
        Assert.Equal(CheckedSeats.Fine, await shop.CheckAsync());
    }

    [Fact]
    public async Task Promo_LastUseRacedByTen_IsUsedOnceAndReleasedByCancellation()
    {
        await using var shop = await Shop.OpenAsync(servers, terms: new TestSaleTerms { Rows = 4, SeatsPerRow = 4 });
        await shop.Database.ExecuteAsync(
            """
            insert into promo_codes (id, organization_id, code, kind, value, per_item, categories, minimum_amount, uses_max, uses)
            select $1, organization_id, 'LAST', 'percent', 1000, false, '{}', 0, 1, 0 from performances where id = $2
            """,
            Guid.NewGuid(), shop.Sale.Id.Value);
        var holds = await Task.WhenAll(Enumerable.Range(0, 10).Select(seat => shop.HoldAsync(seat)));

        var replies = await Task.WhenAll(holds.Select((hold, i) => shop.PlaceAsync(hold, $"buyer{i}@example.org", "last ")));

        var winner = Assert.Single(replies, reply => reply.Code == HttpStatusCode.Created);
        Assert.All(replies.Where(reply => reply != winner), reply => Assert.Equal("promo-used-up", reply.Type));
        Assert.Equal(4500 - 450 + 150, winner.Total);
        await shop.PostAsync($"api/v1/orders/{winner.Id}/cancel", new { }, winner.Token);
        Assert.Equal(0, await shop.Database.ScalarAsync<int>("select uses from promo_codes"));
    }
}
