using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Ticketing.Core.Access;
using Ticketing.Tests.Access;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Webhooks;

/// <summary>The feed over the API. Who may read it: <see cref="AccessTests"/>.</summary>
public sealed class FactFeedApiTests(TestServers servers)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Facts_ToPoll_AreReadByTheirCursor()
    {
        await using var office = await BackOffice.OpenAsync(servers);
        var token = await TokenAsync(office, "owner");
        await office.Shop.Database.FactsEndedAsync();
        var (_, first) = await GetAsync(office, token, "limit=1");
        var (_, second) = await GetAsync(office, token, $"after={first["next"]}&types=order.placed,order.paid");
        var (_, third) = await GetAsync(office, token, $"after={second["next"]}");

        Assert.Equal("order.placed", $"{first["items"]![0]!["type"]}");
        var paid = Assert.Single(second["items"]!.AsArray())!;
        Assert.Equal(
            ("order.paid", office.Order.Id, $"{office.Sells}", "13950 EUR"),
            ($"{paid["type"]}", $"{paid["data"]!["orderId"]}", $"{paid["organization"]}", $"{paid["data"]!["total"]!["amount"]} {paid["data"]!["total"]!["currency"]}"));
        // Numbers of the feed would not be comparable with those of webhooks.
        Assert.Equal(["id", "type", "createdAt", "organization", "data"], paid.AsObject().Select(field => field.Key));
        Assert.Empty(third["items"]!.AsArray());
        Assert.False(third["hasMore"]!.GetValue<bool>());
        Assert.Equal($"{second["next"]}", $"{third["next"]}");
    }

    [Fact]
    public async Task Parameters_ThatAreWrong_AreRefused()
    {
        await using var office = await BackOffice.OpenAsync(servers);
        var token = await TokenAsync(office, "owner");
        foreach (var (query, status, type) in new[]
        {
            ("after=nonsense", HttpStatusCode.BadRequest, "bad-cursor"), ("limit=0", HttpStatusCode.UnprocessableEntity, "validation"),
            ("limit=501", HttpStatusCode.UnprocessableEntity, "validation"), ("limit=ten", HttpStatusCode.UnprocessableEntity, "validation"),
            ("types=order.paid,account.confirm-email", HttpStatusCode.UnprocessableEntity, "validation"),
        })
        {
            var (answered, body) = await GetAsync(office, token, query);
            Assert.Equal((query, status, type), (query, answered, $"{body["type"]}"));
        }

        var refused = await GetAsync(office, await TokenAsync(office, "manager"), "");
        Assert.Equal((HttpStatusCode.Forbidden, "owners-only"), (refused.Status, $"{refused.Body["type"]}"));
    }

    private static async Task<string> TokenAsync(BackOffice office, string role)
    {
        var email = await office.Accounts.RegisterAsAsync(Roles.Buyer, office.Sells.Value, role);
        var (_, login) = await office.Accounts.PostJsonAsync("api/v1/auth/login", new { email, password = AccessApp.Password });
        return login.GetProperty("token").GetString()!;
    }

    private static async Task<(HttpStatusCode Status, JsonNode Body)> GetAsync(BackOffice office, string token, string query)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"api/v1/organizer/facts?{query}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await office.Shop.Http.SendAsync(request, Stop);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync(Stop))!);
    }
}
