using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Ticketing.Tests.Access;

namespace Ticketing.Tests.Organizations;

/// <summary>Venues, the library and plans over the API. Who may: <see cref="AccessTests"/>.</summary>
public sealed class PlacesApiTests(OrganizationLab lab) : IClassFixture<OrganizationLab>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Owner_WithAToken_KeepsVenuesAndCopiesPlans()
    {
        var (organization, _) = await lab.FoundAsync();
        var email = await lab.App.RegisterAsync();
        await lab.Database.ExecuteAsync(
            "insert into members (organization_id, user_id, role) select $1, id, 'owner' from users where email = $2", organization.Id.Value, email);
        var (_, signedIn) = await lab.App.PostJsonAsync("/api/v1/auth/login", new { email, password = AccessApp.Password });
        using var client = lab.App.CreateClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", signedIn.GetProperty("token").GetString());
        var address = $"api/v1/organizer/organizations/{organization.Id}";
        var body = new { name = "Halle", street = "Weg 1", postalCode = "10115", city = "Potsdam", country = "DE", timeZone = "Europe/Berlin", latitude = 52.4, longitude = 13.0 };

        using var added = await client.PostAsJsonAsync(address + "/venues", body, Stop);
        var venue = await added.Content.ReadFromJsonAsync<JsonElement>(Stop);
        Assert.Equal((HttpStatusCode.Created, "halle"), (added.StatusCode, venue.GetProperty("slug").GetString()![..5]));
        using var changed = await client.PutAsJsonAsync(added.Headers.Location, body with { city = "Berlin" }, Stop);
        Assert.Equal("Berlin", (await changed.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("city").GetString());
        Assert.Single(await ReadAsync(client, address + "/venues"));

        // The position of the city, from the venue that the organization has there.
        using var bare = await client.PostAsJsonAsync(
            address + "/venues", new { body.name, body.street, body.postalCode, city = "Berlin", body.country, timeZone = "Berlin" }, Stop);
        var problem = await bare.Content.ReadFromJsonAsync<JsonElement>(Stop);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "validation"), (bare.StatusCode, problem.GetProperty("type").GetString()));
        Assert.Equal(["latitude", "timeZone"], problem.GetProperty("errors").EnumerateObject().Select(field => field.Name).Order());
        Assert.Equal(52.4, problem.GetProperty("cityPosition").GetProperty("latitude").GetDouble());

        var templates = await ReadAsync(client, "api/v1/organizer/plan-templates");
        Assert.Equal(["studio", "cabaret", "club", "theatre", "concert-hall", "arena", "stadium"], templates.Select(one => one.GetProperty("key").GetString()));
        using var copied = await client.PostAsJsonAsync(
            address + "/plans", new { venue = venue.GetProperty("id").GetString(), template = "club", name = "Keller" }, Stop);
        var plan = await copied.Content.ReadFromJsonAsync<JsonElement>(Stop);
        Assert.Equal((HttpStatusCode.Created, 340), (copied.StatusCode, plan.GetProperty("seats").GetInt32()));
        Assert.Equal([("seated", 40), ("standing", 300)], plan.GetProperty("categories").EnumerateArray()
            .Select(one => (one.GetProperty("key").GetString()!, one.GetProperty("seats").GetInt32())).Order());
        using var drawing = await client.GetAsync(plan.GetProperty("drawing").GetString()!.TrimStart('/'), Stop);
        Assert.Equal(HttpStatusCode.OK, drawing.StatusCode);
        Assert.Single(await ReadAsync(client, address + "/plans?venue=" + venue.GetProperty("id").GetString()));
        Assert.Empty(await ReadAsync(client, address + "/plans?venue=" + Guid.NewGuid()));
    }

    [Fact]
    public async Task Templates_InGerman_HaveGermanTexts()
    {
        var email = await lab.App.RegisterAsync();
        var (_, signedIn) = await lab.App.PostJsonAsync("/api/v1/auth/login", new { email, password = AccessApp.Password });
        using var client = lab.App.CreateClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", signedIn.GetProperty("token").GetString());
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd("de");

        Assert.Equal("Studiobühne", (await ReadAsync(client, "api/v1/organizer/plan-templates"))[0].GetProperty("name").GetString());
    }

    private static async Task<List<JsonElement>> ReadAsync(HttpClient client, string path)
    {
        var answer = await client.GetFromJsonAsync<JsonElement>(path, Stop);
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("next").ValueKind);
        return [.. answer.GetProperty("items").EnumerateArray()];
    }
}
