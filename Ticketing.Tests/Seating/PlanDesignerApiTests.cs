using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Ticketing.Tests.Access;
using Ticketing.Tests.Organizations;

namespace Ticketing.Tests.Seating;

/// <summary>The designer's addresses: revisions by ETag and If-Match, bad change sets, problems in the reader's language.</summary>
public sealed class PlanDesignerApiTests(OrganizationLab lab) : IClassFixture<OrganizationLab>
{
    private static CancellationToken Stop => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task Plan_OverTheApi_IsDrawnSavedAndPublished()
    {
        var (client, _, organization) = await OpenAsync();
        var (_, _, added) = await SendAsync(client, HttpMethod.Post, organization + "/plans", $$"""{"venue":"{{await VenueAsync(organization)}}","name":"Saal"}""");
        var plan = $"{organization}/plans/{added["id"]}";

        var (status, tag, draft) = await SendAsync(client, HttpMethod.Get, plan + "/draft");
        Assert.Equal((HttpStatusCode.OK, "\"0\"", 2), (status, tag, draft["document"]!["format"]!.GetValue<int>()));
        Assert.Null(draft["editor"]);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(client, HttpMethod.Post, plan + "/draft/editing", """{"takeOver":false}""")).Status);

        const string sets = """
            [{"id":"0193b0a0-0000-7000-8000-00000000000a","name":"DrawRow","changes":[
              {"part":"category","key":"a","before":null,"after":{"key":"a","name":"First","color":"#1f8fd6"}},
              {"part":"section","key":"s","before":null,"after":{"key":"s","name":"Stalls"}},
              {"part":"object","key":"r1","before":null,"after":{"type":"row","id":"r1","section":"s","category":"a","name":"A","seats":8}}]}]
            """;
        Assert.Equal(HttpStatusCode.PreconditionRequired, (await SendAsync(client, HttpMethod.Patch, plan + "/draft", sets)).Status);
        (status, tag, var edited) = await SendAsync(client, HttpMethod.Patch, plan + "/draft", sets, "\"0\"");
        Assert.Equal((HttpStatusCode.OK, "\"1\"", 1), (status, tag, edited["revision"]!.GetValue<int>()));
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(client, HttpMethod.Patch, plan + "/draft", sets, "\"0\"")).Status);
        var (_, _, conflict) = await SendAsync(client, HttpMethod.Patch, plan + "/draft", sets.Replace("00000a", "00000b", StringComparison.Ordinal), "\"0\"");
        Assert.Equal(("conflict", 1, "r1"), (
            conflict["type"]!.GetValue<string>(), conflict["revision"]!.GetValue<int>(), conflict["changes"]![0]!["changes"]![2]!["key"]!.GetValue<string>()));
        Assert.Equal("object", conflict["changes"]![0]!["changes"]![2]!["part"]!.GetValue<string>());

        var (_, _, check) = await SendAsync(client, HttpMethod.Get, plan + "/draft/check");
        Assert.Equal(8, check["statistics"]!["seats"]!.GetValue<int>());
        Assert.Equal("warning", Assert.Single(check["problems"]!.AsArray())!["severity"]!.GetValue<string>());
        var (_, _, best) = await SendAsync(client, HttpMethod.Get, plan + "/draft/best?count=2");
        Assert.Equal(["r1", "r1"], best["seats"]!.AsArray().Select(seat => seat!["object"]!.GetValue<string>()));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await SendAsync(client, HttpMethod.Get, plan + "/draft/best?count=0")).Status);

        Assert.Equal(HttpStatusCode.Created, (await SendAsync(client, HttpMethod.Post, plan + "/versions", """{"name":"First"}""")).Status);
        var (_, _, published) = await SendAsync(client, HttpMethod.Post, plan + "/publish");
        Assert.Equal(3, published["version"]!.GetValue<int>());
        var (_, _, versions) = await SendAsync(client, HttpMethod.Get, plan + "/versions");
        Assert.Equal(["published", "named", "auto"], versions.AsArray().Select(version => version!["kind"]!.GetValue<string>()));
        var (_, _, version) = await SendAsync(client, HttpMethod.Get, plan + "/versions/2");
        Assert.Single(version["document"]!["objects"]!.AsArray());
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(client, HttpMethod.Post, plan + "/versions/1/restore")).Status);

        Assert.Equal(HttpStatusCode.NoContent, (await SendAsync(client, HttpMethod.Patch, plan, """{"name":"Großer Saal"}""")).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await SendAsync(client, HttpMethod.Delete, plan)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(client, HttpMethod.Get, plan + "/draft")).Status);
    }

    [Theory]
    [InlineData("[]", 422)]
    [InlineData("{}", 400)]
    [InlineData("[null]", 422)]
    [InlineData("""[{"id":"0193b0a0-0000-7000-8000-00000000000c","name":"X","changes":[]}]""", 422)]
    [InlineData("""[{"id":"0193b0a0-0000-7000-8000-00000000000c","name":"X","changes":[null]}]""", 422)]
    [InlineData("""[{"id":"0193b0a0-0000-7000-8000-00000000000c","name":"X","changes":null}]""", 400)]
    [InlineData("""[{"id":"0193b0a0-0000-7000-8000-00000000000c","changes":[]}]""", 400)]
    [InlineData("""[{"id":"00000000-0000-0000-0000-000000000000","name":"X","changes":[{"part":"section","key":"x","after":{"key":"x","name":"X"}}]}]""", 422)]
    [InlineData("""[{"id":"0193b0a0-0000-7000-8000-00000000000c","name":"X","changes":[{"part":"seat","key":"x"}]}]""", 400)]
    [InlineData("""[{"id":"0193b0a0-0000-7000-8000-00000000000c","name":"X","changes":[{"part":"section","key":"x","after":{"key":"x","name":"\u0000"}}]}]""", 422)]
    [InlineData("""[{"id":"0193b0a0-0000-7000-8000-00000000000c","name":"X","changes":[{"part":"section","key":"x","after":{"key":"x","key":"x","name":"X"}}]}]""", 400)]
    [InlineData("""[{"id":"0193b0a0-0000-7000-8000-00000000000c","name":"X","changes":[{"part":"object","key":"x","after":{"type":"row","id":"x","name":"A","seats":1e400}}]}]""", 422)]
    [InlineData("""[{"id":"0193b0a0-0000-7000-8000-00000000000c","name":"X","changes":[{"part":"object","key":"x","after":{"type":"row","id":"x","name":"A","x":1e999}}]}]""", 422)]
    [InlineData("""[{"id":"0193b0a0-0000-7000-8000-00000000000c","name":"X","changes":[{"part":"object","key":"x","after":{"type":"row","id":"x","name":"A","overrides":[null]}}]}]""", 422)]
    [InlineData("""[{"id":"0193b0a0-0000-7000-8000-00000000000c","name":"X","changes":[{"part":"object","key":"x","after":{"type":"stage","id":"x","points":[null]}}]}]""", 422)]
    [InlineData("""[{"id":"0193b0a0-0000-7000-8000-00000000000c","name":"X","changes":[{"part":"object","key":"x","before":{"type":"row","id":"x","name":"A","x":1e999}}]}]""", 422)]
    [InlineData("""[{"id":"0193b0a0-0000-7000-8000-00000000000c","name":"X","changes":[{"part":"document","key":"focus","before":{"value":null},"after":{"value":[0,1e999]}}]}]""", 422)]
    [InlineData("""[{"id":"0193b0a0-0000-7000-8000-00000000000c","name":"X","changes":[{"part":"document","key":"objectOrder","after":{"value":[null]}}]}]""", 422)]
    public async Task Edit_WithABadBody_ChangesNothing(string body, int expected)
    {
        var (client, plan, _) = await OpenAsync();

        var (status, _, problem) = await SendAsync(client, HttpMethod.Patch, plan + "/draft", body, "\"0\"");

        Assert.Equal(expected, (int)status);
        Assert.False(string.IsNullOrWhiteSpace(problem["detail"]?.GetValue<string>()));
        Assert.Equal(0, (await SendAsync(client, HttpMethod.Get, plan + "/draft")).Body["revision"]!.GetValue<int>());
    }

    [Fact]
    public async Task File_Imported_IsAChangeSetOfTheDraft()
    {
        var (client, plan, _) = await OpenAsync();
        const string file = """
            {"format":2,"name":"Elsewhere","sections":[{"key":"s","name":"Stalls"}],
             "objects":[{"type":"row","id":"r","section":"s","name":"A","seats":8}]}
            """;

        var (status, _, read) = await SendAsync(client, HttpMethod.Post, plan + "/import", file);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Empty(read["notes"]!.AsArray());
        Assert.Equal(0, (await SendAsync(client, HttpMethod.Get, plan + "/draft")).Body["revision"]!.GetValue<int>());
        Assert.Equal(
            HttpStatusCode.OK, (await SendAsync(client, HttpMethod.Patch, plan + "/draft", $"[{read["changeSet"]!.ToJsonString()}]", "\"0\"")).Status);
        var (_, _, draft) = await SendAsync(client, HttpMethod.Get, plan + "/draft");
        Assert.Equal(("Studio", 1), (draft["document"]!["name"]!.GetValue<string>(), draft["document"]!["objects"]!.AsArray().Count));

        var (_, _, own) = await SendAsync(client, HttpMethod.Get, plan + "/export");
        Assert.Equal(draft["document"]!.ToJsonString(), own.ToJsonString());
        var (_, _, pretix) = await SendAsync(client, HttpMethod.Get, plan + "/export?format=pretix");
        Assert.Contains(pretix["zones"]!.AsArray(), zone => zone!["name"]!.GetValue<string>() == "Stalls");
        Assert.Contains("Stalls", await client.GetStringAsync(plan + "/export?format=csv", Stop), StringComparison.Ordinal);
        Assert.StartsWith("<svg", (await client.GetStringAsync(plan + "/export?format=svg", Stop))[..200].Split("?>")[^1].TrimStart(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await SendAsync(client, HttpMethod.Get, plan + "/export?format=pdf")).Status);
    }

    [Theory]
    [InlineData("{}", "unknown-shape")]
    [InlineData("[", "not-json")]
    [InlineData("""{"format":7,"name":"x"}""", "invalid-plan")]
    [InlineData("""{"format":2,"name":"x"}""", "nothing-to-seat")]
    [InlineData("""{"format":2,"name":"x","objects":[null]}""", "invalid-plan")]
    [InlineData("""{"format":2,"name":"x","objects":[{"type":"row","id":"r","name":"A","seats":8,"overrides":[null]}]}""", "invalid-plan")]
    [InlineData("""{"format":2,"name":"x","floors":[null],"objects":[{"type":"row","id":"r","name":"A","seats":8}]}""", "invalid-plan")]
    [InlineData("""{"format":2,"name":"x","objects":[{"type":"row","id":"r","name":"A","seats":8,"x":1e999}]}""", "invalid-plan")]
    [InlineData("""{"format":2,"name":"","objects":[{"type":"row","id":"r","name":"A","seats":8}]}""", "invalid-plan")]
    public async Task File_ThatIsNoPlan_IsRefused(string file, string reason)
    {
        var (client, plan, _) = await OpenAsync();

        var (status, _, problem) = await SendAsync(client, HttpMethod.Post, plan + "/import", file);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "unreadable", reason), (status, problem["type"]!.GetValue<string>(), problem["reason"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("\"-1\"")]
    [InlineData("\"99999999999999999999\"")]
    [InlineData("*")]
    public async Task Edit_OfARevisionThatIsNotThere_IsAConflict(string tag)
    {
        var (client, plan, _) = await OpenAsync();

        var (status, _, _) = await SendAsync(
            client, HttpMethod.Patch, plan + "/draft",
            """[{"id":"0193b0a0-0000-7000-8000-00000000000c","name":"X","changes":[{"part":"section","key":"x","after":{"key":"x","name":"X"}}]}]""", tag);

        Assert.Equal(HttpStatusCode.Conflict, status);
    }

    [Fact]
    public async Task Problems_InGerman_AreGerman()
    {
        var (client, plan, _) = await OpenAsync();
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd("de");
        await SendAsync(
            client, HttpMethod.Patch, plan + "/draft",
            """[{"id":"0193b0a0-0000-7000-8000-00000000000c","name":"X","changes":[{"part":"section","key":"x","after":{"key":"x","name":"X"}}]}]""", "\"0\"");

        var (status, _, refused) = await SendAsync(client, HttpMethod.Post, plan + "/publish");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Equal(("empty-section", "error", "Ein Bereich hat keine Plätze."), (
            refused["problems"]![0]!["kind"]!.GetValue<string>(), refused["problems"]![0]!["severity"]!.GetValue<string>(), refused["problems"]![0]!["text"]!.GetValue<string>()));
    }

    private async Task<(HttpClient Client, string Plan, string Organization)> OpenAsync()
    {
        var plan = await lab.PlanAsync();
        var email = await lab.App.RegisterAsync();
        await lab.Database.ExecuteAsync(
            "insert into members (organization_id, user_id, role) select $1, id, 'owner' from users where email = $2", plan.Organization.Value, email);
        var (_, signedIn) = await lab.App.PostJsonAsync("/api/v1/auth/login", new { email, password = AccessApp.Password });
        var client = lab.App.CreateClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", signedIn.GetProperty("token").GetString());
        var organization = $"api/v1/organizer/organizations/{plan.Organization}";
        return (client, $"{organization}/plans/{plan.Id}", organization);
    }

    private Task<Guid> VenueAsync(string organization) =>
        lab.Database.ScalarAsync<Guid>("select id from venues where organization_id = $1", Guid.Parse(organization.Split('/')[^1]));

    private static async Task<(HttpStatusCode Status, string? Tag, JsonNode Body)> SendAsync(
        HttpClient client, HttpMethod method, string path, string? body = null, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        using var answer = await client.SendAsync(request, Stop);
        var text = await answer.Content.ReadAsStringAsync(Stop);
        return (answer.StatusCode, answer.Headers.ETag?.Tag, JsonNode.Parse(text.Length == 0 ? "{}" : text)!);
    }
}
