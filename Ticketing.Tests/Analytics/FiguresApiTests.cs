using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Ticketing.Core.Access;
using Ticketing.Tests.Access;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Analytics;

/// <summary>Sales figures over the API. Who may read them: <see cref="AccessTests"/>.</summary>
public sealed class FiguresApiTests(FiguresApiTests.Figures figures) : IClassFixture<FiguresApiTests.Figures>
{
    // One order of three seats.
    private const long Gross = 3 * 4650;

    // Night of a clock change in Berlin: the order's sale is moved there.
    private const string FirstTwo = "2025-10-26T02:00:00+02:00";
    private const string SecondTwo = "2025-10-26T02:00:00+01:00";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("hour", $"{FirstTwo} {SecondTwo} 1|{SecondTwo} 2025-10-26T03:00:00+01:00 10")]
    [InlineData("day", "2025-10-26T00:00:00+02:00 2025-10-27T00:00:00+01:00 11")]
    [InlineData("minute", "2025-10-26T02:30:00+02:00 2025-10-26T02:31:00+02:00 1|2025-10-26T02:30:00+01:00 2025-10-26T02:31:00+01:00 10")]
    [InlineData("hour&timezone=UTC", "2025-10-26T00:00:00+00:00 2025-10-26T01:00:00+00:00 1|2025-10-26T01:00:00+00:00 2025-10-26T02:00:00+00:00 10")]
    [InlineData("day&timezone=Asia/Tokyo", "2025-10-26T00:00:00+09:00 2025-10-27T00:00:00+09:00 11")]
    public async Task Sales_AcrossAClockChange_AreByTheZonesClocks(string by, string expected)
    {
        var (_, body) = await figures.GetJsonAsync(figures.Sales($"from=2025-10-26&to=2025-10-26&by={by}"));

        Assert.Equal(expected, string.Join('|', body["items"]!.AsArray().Select(item =>
            $"{item!["start"]} {item["end"]} {item["figures"]!["orders"]}")));
    }

    [Fact]
    public async Task Sales_OfToday_AreTheOrder()
    {
        var (_, body) = await figures.GetJsonAsync(figures.Sales("group=tier,section,channel"));

        var item = Assert.Single(body["items"]!.AsArray())!;
        Assert.Equal("Standard Stalls web", $"{item["tier"]!["name"]} {item["section"]} {item["channel"]}");
        var sums = item["figures"]!;
        Assert.Equal("1 3 0 EUR", $"{sums["orders"]} {sums["seats"]} {sums["seatsReturned"]} {sums["gross"]!["currency"]}");
        Assert.Equal([Gross, Gross, 450, 2226], ((string[])["gross", "net", "fees", "tax"]).Select(name => Amount(sums, name)));
        Assert.Equal("Europe/Berlin", body["timeZone"]!.GetValue<string>());
        Assert.Equal(Gross, Amount(Assert.Single(body["totals"]!.AsArray())!, "gross"));
        Assert.Null((await figures.GetJsonAsync(figures.Sales(""))).Body["items"]![0]!["tier"]);
    }

    [Fact]
    public async Task Revenue_OfAnEvent_HasEveryTier()
    {
        var (_, body) = await figures.GetJsonAsync(figures.Revenue(""));

        var performance = Assert.Single(body["performances"]!.AsArray())!;
        Assert.Equal(
            ["Standard 12", "Standing 0"],
            performance["tiers"]!.AsArray().Select(tier => $"{tier!["tier"]!["name"]} {tier["figures"]!["orders"]}"));
        Assert.Equal(Gross, Amount(Assert.Single(body["totals"]!.AsArray())!, "gross"));
        Assert.Equal(Gross, Amount(Assert.Single(performance["totals"]!.AsArray())!, "net"));
    }

    [Theory]
    [InlineData("format=csv", null)]
    [InlineData("", "text/csv")]
    [InlineData("", "application/json;q=0.5, text/csv; charset=utf-8")]
    public async Task Csv_ByFormatOrAccept_NeutralisesFormulas(string query, string? accept)
    {
        var (type, text) = await figures.GetAsync(
            figures.Sales(query + "&group=section,tier&from=2025-10-26&to=2025-10-26&by=hour"), accept);

        Assert.Equal("text/csv", type);
        var lines = text.Split("\r\n");
        Assert.Equal(
            "start,end,tierId,tier,section,channel,orders,seats,seatsReturned,currency,gross,discount,refunded,net,fees,tax", lines[0]);
        Assert.Equal(4, lines.Length);
        Assert.StartsWith($"{FirstTwo},{SecondTwo},", lines[1], StringComparison.Ordinal);
        Assert.EndsWith(",Standard,\"'=Stalls, left\",,1,0,0,EUR,0,0,0,0,0,0", lines[1], StringComparison.Ordinal);
        Assert.Equal("", lines[3]);
    }

    [Fact]
    public async Task Csv_OfRevenue_IsOneRowForEachTier()
    {
        var (type, text) = await figures.GetAsync(figures.Revenue("format=csv"), null);

        Assert.Equal(("text/csv", 4), (type, text.Split("\r\n").Length));
        Assert.Contains(
            string.Create(CultureInfo.InvariantCulture, $",Standard,12,3,0,EUR,{Gross},0,0,{Gross},450,2226\r\n"), text,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Funnel_OfAnEvent_IsTheWayToItsOrder()
    {
        JsonNode body = new JsonObject();
        await Eventually.TrueAsync(async () =>
        {
            body = (await figures.GetJsonAsync(figures.Funnel(""))).Body;
            return body["totals"]!["paid"]!.GetValue<long>() == 1 && body["totals"]!["holds"]!.GetValue<long>() == 1;
        });

        var day = Assert.Single(body["items"]!.AsArray())!;
        Assert.Equal(
            "1 3 0 0 1 1 0",
            string.Join(' ', ((string[])["holds", "seatsHeld", "holdsExpired", "holdsReleased", "orders", "paid", "refunded"])
                .Select(name => day["figures"]![name]!.ToString())));
        Assert.Equal(("Europe/Berlin", $"{day["day"]}"), (body["timeZone"]!.GetValue<string>(), $"{body["to"]}"));
        var (type, text) = await figures.GetAsync(figures.Funnel("format=csv"), null);
        Assert.Equal(
            ("text/csv", $"day,holds,seatsHeld,holdsExpired,holdsReleased,orders,paid,refunded\r\n{day["day"]},1,3,0,0,1,1,0\r\n"), (type, text));
        Assert.Empty((await figures.GetJsonAsync(figures.Funnel("from=2025-10-20&to=2025-10-26"))).Body["items"]!.AsArray());
    }

    [Theory]
    [InlineData("from=2025-10-27&to=2025-10-26", "to")]
    [InlineData("from=2020-10-27", "to")]
    [InlineData("to=0001-01-01", "from")]
    [InlineData("to=9999-12-31", "from")]
    [InlineData("from=2025-10-26T00:00:00Z", "from")]
    [InlineData("format=xlsx", "format")]
    public async Task Funnel_WithAWrongParameter_IsRefusedByName(string query, string field)
    {
        var (status, body) = await figures.GetJsonAsync(figures.Funnel(query));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Equal([field], body["errors"]!.AsObject().Select(error => error.Key));
    }

    [Theory]
    [InlineData("", "text/html, */*;q=0.1")]
    [InlineData("", "nonsense")]
    [InlineData("format=json", "text/csv")]
    [InlineData("", "text/csv;q=0.3, application/json")]
    public async Task Json_ByFormatOrAccept_IsTheDefault(string query, string accept) =>
        Assert.Equal("application/json", (await figures.GetAsync(figures.Sales(query), accept)).Type);

    [Theory]
    [InlineData("by=week", "by")]
    [InlineData("group=country", "group")]
    [InlineData("group=tier,", "group")]
    [InlineData("format=xlsx", "format")]
    [InlineData("timezone=Mars/Olympus", "timezone")]
    [InlineData("timezone=../../etc/passwd", "timezone")]
    [InlineData("from=yesterday", "from")]
    [InlineData("from=2026-02-30", "from")]
    [InlineData("to=2025-10-26T10:00:00", "to")]
    [InlineData("from=0001-01-01", "from")]
    [InlineData("to=9999-12-31", "from")]
    [InlineData("from=2025-10-27&to=2025-10-26", "to")]
    [InlineData("from=2025-10-20&to=2025-10-26&by=minute", "to")]
    public async Task Parameter_ThatIsWrong_IsRefusedByName(string query, string field)
    {
        var (status, body) = await figures.GetJsonAsync(figures.Sales(query));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "validation"), (status, body["type"]!.GetValue<string>()));
        Assert.Equal([field], body["errors"]!.AsObject().Select(error => error.Key));
    }

    [Fact]
    public async Task Figures_OfUnknownObjects_AreNotFound()
    {
        var unknown = Guid.NewGuid();
        Assert.Equal(HttpStatusCode.NotFound, (await figures.GetJsonAsync($"api/v1/organizer/performances/{unknown}/sales")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await figures.GetJsonAsync($"api/v1/organizer/events/{unknown}/revenue")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await figures.GetJsonAsync($"api/v1/organizer/events/{unknown}/funnel")).Status);
    }

    private static long Amount(JsonNode figures, string name) => figures[name]!["amount"]!.GetValue<long>();

    /// <summary>A shop with a paid order, and the token of an analyst of its organization.</summary>
    public sealed class Figures(TestServers servers) : IAsyncLifetime
    {
        private BackOffice _office = null!;
        private string _token = null!;
        private Guid _event;

        public async ValueTask InitializeAsync()
        {
            _office = await BackOffice.OpenAsync(servers);
            await SalesFigures.CaughtUpAsync(_office.Shop.Database);
            _event = await _office.Shop.Database.ScalarAsync<Guid>(
                "select event_id from performances where id = $1", _office.Shop.Sale.Id.Value);
            foreach (var (at, orders) in new[] { ("2025-10-26 00:30Z", 1), ("2025-10-26 01:30Z", 10) })
            {
                await _office.Shop.Database.ExecuteAsync(
                    """
                    insert into sales_minutes (performance_id, minute, tier_id, section, channel, currency,
                      orders, seats, seats_returned, gross, fees, tax, discount, refunded)
                    select performance_id, $1::text::timestamptz, tier_id, '=Stalls, left', 'web', 'EUR', $2, 0, 0, 0, 0, 0, 0, 0
                    from sales_minutes where seats = 3
                    """,
                    at, orders);
            }

            var email = await _office.Accounts.RegisterAsAsync(Roles.Buyer, _office.Sells.Value, "analyst");
            var (_, login) = await _office.Accounts.PostJsonAsync("api/v1/auth/login", new { email, password = AccessApp.Password });
            _token = login.GetProperty("token").GetString()!;
        }

        public ValueTask DisposeAsync() => _office.DisposeAsync();

        internal string Sales(string query) => $"api/v1/organizer/performances/{_office.Shop.Sale.Id}/sales?{query}";

        internal string Revenue(string query) => $"api/v1/organizer/events/{_event}/revenue?{query}";

        internal string Funnel(string query) => $"api/v1/organizer/events/{_event}/funnel?{query}";

        internal async Task<(HttpStatusCode Status, JsonNode Body)> GetJsonAsync(string path)
        {
            using var response = await SendAsync(path, null);
            return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync(Stop))!);
        }

        internal async Task<(string? Type, string Text)> GetAsync(string path, string? accept)
        {
            using var response = await SendAsync(path, accept);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            return (response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync(Stop));
        }

        private async Task<HttpResponseMessage> SendAsync(string path, string? accept)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Authorization = new("Bearer", _token);
            if (accept is not null)
            {
                request.Headers.TryAddWithoutValidation("Accept", accept);
            }

            return await _office.Shop.Http.SendAsync(request, Stop);
        }
    }
}
