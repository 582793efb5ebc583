using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace Ticketing.E2E;

/// <summary>Draws a plan in the designer as its users do, and counts their actions: a click, a key, a drag, a filled field.</summary>
internal sealed class Drawing(Site site, IPage page)
{
    private const string Home = "/organizer/northlight";

    /// <summary>How many actions there were.</summary>
    public int Actions { get; private set; }

    public ILocator Canvas => page.GetByTestId("designer-canvas");

    /// <summary>What was told to screen readers last.</summary>
    public ILocator Live => page.GetByTestId("designer-live");

    public ILocator Field(string name) => page.Locator($"[data-field='{name}']:not([disabled])").First;

    /// <summary>Makes an empty plan at the organization's first venue and opens its designer.</summary>
    /// <returns>The plan's id and its venue.</returns>
    public async Task<(string Plan, string Venue)> OpenEmptyAsync(string name)
    {
        using var client = await OrganizerAsync(site);
        var made = await MakeAsync(client, name);
        await OpenAsync(made.Plan);
        return made;
    }

    /// <summary>Makes a published plan with one row of ten seats over the API.</summary>
    /// <returns>The plan's id and its venue.</returns>
    public static async Task<(string Plan, string Venue)> PublishRowAsync(Site site, string name)
    {
        using var client = await OrganizerAsync(site);
        var (plan, venue) = await MakeAsync(client, name);
        var address = $"{await OrganizationAsync(client)}/plans/{plan}";
        object[] changes =
        [
            new { part = "category", key = "a", after = new { key = "a", name = "First", color = "#1f8fd6" } },
            new { part = "section", key = "s", after = new { key = "s", name = "Stalls" } },
            new { part = "object", key = "r1", after = new { type = "row", id = "r1", section = "s", category = "a", name = "A", seats = 10 } },
        ];
        using var edit = new HttpRequestMessage(HttpMethod.Patch, $"{address}/draft")
        {
            Content = JsonContent.Create(new[] { new { id = Guid.NewGuid(), name = "DrawRow", changes } }),
        };
        edit.Headers.TryAddWithoutValidation("If-Match", "\"0\"");
        using var edited = await client.SendAsync(edit, TestContext.Current.CancellationToken);
        Assert.True(edited.IsSuccessStatusCode, await edited.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        using var published = await client.PostAsync($"{address}/publish", null, TestContext.Current.CancellationToken);
        Assert.True(published.IsSuccessStatusCode, await published.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return (plan, venue);
    }

    public async Task OpenAsync(string plan)
    {
        await Office.OpenAsync(page, $"{Home}/plans/{plan}");
        await Canvas.WaitForAsync();
        await page.WaitForFunctionAsync("async () => (await import('/js/designer/index.js')).current() !== null");
    }

    public async Task ClickAsync(ILocator element)
    {
        Actions++;
        await element.ClickAsync();
        await DrawnAsync();
    }

    public async Task PressAsync(params string[] keys)
    {
        foreach (var key in keys)
        {
            Actions++;
            await page.Keyboard.PressAsync(key);
            await DrawnAsync();
        }
    }

    /// <summary>Types a value into a field of a panel and ends with Enter.</summary>
    public async Task FillAsync(string field, string value)
    {
        Actions++;
        await Field(field).FillAsync(value);
        await Field(field).PressAsync("Enter");
        await DrawnAsync();
    }

    public async Task ChooseAsync(string field, string option)
    {
        Actions++;
        await Field(field).SelectOptionAsync(new SelectOptionValue { Label = option });
        await DrawnAsync();
    }

    /// <summary>Gives the keyboard to the drawing, as a click beside everything does.</summary>
    public async Task ToCanvasAsync()
    {
        Actions++;
        await Canvas.FocusAsync();
    }

    /// <summary>Waits until everything is saved.</summary>
    public Task SavedAsync() =>
        Assertions.Expect(page.GetByTestId("designer-save")).ToHaveAttributeAsync("data-state", "saved", new() { Timeout = 30_000 });

    /// <summary>A member of the drawing's document, by a script.</summary>
    public Task<T> ReadAsync<T>(string script) => page.EvaluateAsync<T>(
        $"async () => {{ const {{ editor, view }} = (await import('/js/designer/index.js')).current(); const objects = [...editor.model.objects.values()]; return {script}; }}");

    /// <summary>A client of the API with the organizer's token.</summary>
    public static async Task<HttpClient> OrganizerAsync(Site site)
    {
        var client = new HttpClient { BaseAddress = new Uri(site.Address) };
        using var answer = await client.PostAsJsonAsync(
            "/api/v1/auth/login", new { email = Office.Organizer, password = Office.DemoPassword }, TestContext.Current.CancellationToken);
        var signedIn = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", signedIn["token"]!.GetValue<string>());
        return client;
    }

    /// <summary>The address of the organization in the API.</summary>
    public static async Task<string> OrganizationAsync(HttpClient client)
    {
        var own = await JsonAsync(client, "/api/v1/organizer/organizations");
        var organization = (own["items"] ?? own).AsArray().First(each => each!["slug"]!.GetValue<string>() == "northlight");
        return $"/api/v1/organizer/organizations/{organization!["id"]}";
    }

    /// <summary>Puts an event with the plan on sale, at 24, 32, 40 … euros by category.</summary>
    /// <returns>The performance.</returns>
    public static async Task<string> SellAsync(Site site, string plan, string venue, string title)
    {
        using var client = await OrganizerAsync(site);
        var organization = await OrganizationAsync(client);
        var plans = await JsonAsync(client, $"{organization}/plans");
        var categories = (plans["items"] ?? plans).AsArray().First(each => each!["id"]!.GetValue<string>() == plan)!["categories"]!.AsArray();
        using var started = await client.PostAsJsonAsync($"{organization}/drafts", new { }, TestContext.Current.CancellationToken);
        var id = JsonNode.Parse(await started.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["id"]!.GetValue<string>();
        var draft = await JsonAsync(client, $"/api/v1/organizer/events/{id}/draft");
        var performance = Guid.NewGuid().ToString();
        var document = draft["document"]!.DeepClone();
        document["details"]!["title"] = title;
        document["details"]!["category"] = "theatre";
        document["details"]!["summary"] = "A play in a house that was drawn this morning.";
        document["details"]!["story"] = "One house, one evening.";
        document["dates"] = new JsonArray(new JsonObject
        {
            ["id"] = performance,
            ["startsAt"] = TimeProvider.System.GetUtcNow().AddDays(30).ToString("yyyy-MM-dd'T'20:00:00", CultureInfo.InvariantCulture),
            ["minutes"] = 120,
            ["doorsMinutesBefore"] = 60,
        });
        document["place"] = new JsonObject { ["venue"] = venue, ["plan"] = plan };
        document["prices"]!["tiers"] = new JsonArray([.. categories.Select((category, i) => new JsonObject
        {
            ["category"] = category!["key"]!.GetValue<string>(),
            ["name"] = category["name"]!.GetValue<string>(),
            ["color"] = category["color"]!.GetValue<string>(),
            ["price"] = 2_400 + (i * 800),
            ["fee"] = 0,
            ["taxBasisPoints"] = 700,
        })]);
        using var save = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/organizer/events/{id}/draft") { Content = JsonContent.Create(document) };
        save.Headers.TryAddWithoutValidation("If-Match", $"\"{draft["revision"]}\"");
        using var saved = await client.SendAsync(save, TestContext.Current.CancellationToken);
        var answer = JsonNode.Parse(await saved.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        Assert.True(saved.IsSuccessStatusCode, answer.ToJsonString());
        using var published = await client.PostAsJsonAsync(
            $"/api/v1/organizer/events/{id}/publication", new { revision = answer["revision"]!.GetValue<int>() }, TestContext.Current.CancellationToken);
        Assert.True(published.IsSuccessStatusCode, await published.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return performance;
    }

    private static async Task<(string Plan, string Venue)> MakeAsync(HttpClient client, string name)
    {
        var organization = await OrganizationAsync(client);
        var venues = await JsonAsync(client, $"{organization}/venues");
        var venue = (venues["items"] ?? venues)[0]!["id"]!.GetValue<string>();
        using var made = await client.PostAsJsonAsync($"{organization}/plans", new { venue, name }, TestContext.Current.CancellationToken);
        Assert.True(made.IsSuccessStatusCode, await made.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return (JsonNode.Parse(await made.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["id"]!.GetValue<string>(), venue);
    }

    private static async Task<JsonNode> JsonAsync(HttpClient client, string path) =>
        JsonNode.Parse(await client.GetStringAsync(path, TestContext.Current.CancellationToken))!;

    // Panels are drawn again in the next frame.
    private Task DrawnAsync() => page.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
}
