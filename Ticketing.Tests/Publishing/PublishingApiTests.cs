using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Tests.Access;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Publishing;

/// <summary>Drafts over the API: revisions by ETag and If-Match, conflicts, publication.</summary>
public sealed class PublishingApiTests(TestServers servers)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Draft_OverTheApi_IsSavedByItsRevision()
    {
        await using var office = await BackOffice.OpenAsync(servers);
        using var client = await SignInAsync(office, office.Sells, "owner");
        var started = await SendAsync(client, HttpMethod.Post, $"api/v1/organizer/organizations/{office.Sells}/drafts", new JsonObject());
        Assert.Equal((HttpStatusCode.Created, "\"1\"", "draft"), (started.Status, started.Tag, started.Body["stage"]!.GetValue<string>()));
        var draft = $"api/v1/organizer/events/{started.Body["id"]}/draft";
        var document = started.Body["document"]!.DeepClone();
        document["details"]!["title"] = "Hamlet";
        document["dates"] = new JsonArray(new JsonObject { ["id"] = Guid.CreateVersion7(), ["startsAt"] = "2031-05-01T20:00" });

        Assert.Equal(428, (int)(await SendAsync(client, HttpMethod.Put, draft, document)).Status);
        var saved = await SendAsync(client, HttpMethod.Put, draft, document, "\"1\"");
        Assert.Equal((HttpStatusCode.OK, "\"2\"", "2031-05-01T20:00"), (saved.Status, saved.Tag, saved.Body["document"]!["dates"]![0]!["startsAt"]!.GetValue<string>()));
        Assert.Contains(saved.Body["problems"]!.AsArray(), problem => problem!["field"]!.GetValue<string>() == "details.category");
        document["details"]!["title"] = "Lear";
        var outdated = await SendAsync(client, HttpMethod.Put, draft, document, "\"1\"");
        Assert.Equal((HttpStatusCode.PreconditionFailed, "details.title", 2), (outdated.Status, outdated.Body["conflicts"]![0]!.GetValue<string>(), outdated.Body["draft"]!["revision"]!.GetValue<int>()));
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await SendAsync(client, HttpMethod.Put, draft, document, "\"x\"")).Status);
        Assert.Equal("\"3\"", (await SendAsync(client, HttpMethod.Put, draft + "?overwrite=true", document, "\"1\"")).Tag);

        Assert.Equal("Hamlet", (await SendAsync(client, HttpMethod.Post, draft + "/undo", new JsonObject { ["revision"] = 3 })).Body["document"]!["details"]!["title"]!.GetValue<string>());
        var incomplete = await SendAsync(client, HttpMethod.Post, $"api/v1/organizer/events/{started.Body["id"]}/publication", new JsonObject { ["revision"] = 4 });
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "incomplete"), (incomplete.Status, incomplete.Body["type"]!.GetValue<string>()));
        var list = await SendAsync(client, HttpMethod.Get, $"api/v1/organizer/organizations/{office.Sells}/drafts");
        Assert.Equal("Hamlet", list.Body["items"]![0]!["title"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.NoContent, (await SendAsync(client, HttpMethod.Delete, draft)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(client, HttpMethod.Get, draft)).Status);
    }

    [Fact]
    public async Task States_OverTheApi_ChangeTheEvent()
    {
        await using var office = await BackOffice.OpenAsync(servers);
        using var client = await SignInAsync(office, office.Sells, "manager");
        var id = await office.Shop.Database.ScalarAsync<Guid>("select event_id from performances where id = $1", office.Shop.Sale.Id.Value);
        var (state, date) = ($"api/v1/organizer/events/{id}/state", $"api/v1/organizer/performances/{office.Shop.Sale.Id}/state");

        Assert.Equal(HttpStatusCode.NoContent, (await SendAsync(client, HttpMethod.Post, date, new JsonObject { ["change"] = "pause" })).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await SendAsync(client, HttpMethod.Post, date, new JsonObject { ["change"] = "pause" })).Status);
        Assert.Equal("hidden", (await SendAsync(client, HttpMethod.Post, state, new JsonObject { ["change"] = "hide" })).Body["stage"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await SendAsync(client, HttpMethod.Post, state, new JsonObject { ["change"] = "cancel" })).Status);
        using var stranger = await SignInAsync(office, office.Other, "owner");
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(stranger, HttpMethod.Post, state, new JsonObject { ["change"] = "show" })).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(stranger, HttpMethod.Put, $"api/v1/organizer/events/{id}/draft", new JsonObject())).Status);

        // The buyer of a hidden event keeps the order.
        Assert.Equal("paid", (await office.Shop.ReadAsync(office.Order)).Status);
    }

    private static async Task<HttpClient> SignInAsync(BackOffice office, OrganizationId organization, string role)
    {
        var email = await office.Accounts.RegisterAsAsync(Roles.Buyer, organization.Value, role);
        var (_, body) = await office.Accounts.PostJsonAsync("api/v1/auth/login", new { email, password = AccessApp.Password });
        var client = office.Shop.App.CreateClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", body.GetProperty("token").GetString());
        return client;
    }

    private static async Task<(HttpStatusCode Status, string? Tag, JsonNode Body)> SendAsync(
        HttpClient client, HttpMethod method, string path, JsonNode? body = null, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        using var answer = await client.SendAsync(request, Stop);
        var text = await answer.Content.ReadAsStringAsync(Stop);
        return (answer.StatusCode, answer.Headers.ETag?.Tag, JsonNode.Parse(text.Length == 0 ? "{}" : text)!);
    }
}
