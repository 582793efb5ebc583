using System.Net;
using System.Text.Json.Nodes;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Hosting;

/// <summary>The API reference: loads from the site only, under a policy of its own.</summary>
public sealed class ApiReferenceTests(ClassDatabase database) : IClassFixture<ClassDatabase>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Page_Scripts_AreFromTheSite()
    {
        await using var host = await PlatformHost.StartAsync(database.Database, _ => { });
        using var client = host.CreateClient();
        var (page, _) = await OpenAsync(client);

        var scripts = page.Scripts.Where(script => script.HasAttribute("src")).Select(script => script.GetAttribute("src")!).ToList();
        Assert.NotEmpty(scripts);
        foreach (var script in scripts)
        {
            Assert.DoesNotContain("//", script, StringComparison.Ordinal);
            using var answer = await client.GetAsync(new Uri(new Uri(host.BaseAddress, "docs/api/"), script), Stop);
            Assert.Equal((HttpStatusCode.OK, "text/javascript"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        }
    }

    [Fact]
    public async Task Page_Policy_AllowsScriptsByNonce()
    {
        await using var host = await PlatformHost.StartAsync(database.Database, _ => { });
        using var client = host.CreateClient();
        var (page, policy) = await OpenAsync(client);

        var nonces = page.Scripts.Where(script => !script.HasAttribute("src")).Select(script => script.GetAttribute("nonce")).Distinct();
        var nonce = Assert.Single(nonces);
        Assert.Contains($"script-src 'self' 'nonce-{nonce}';", policy, StringComparison.Ordinal);
        Assert.Contains("style-src 'self' 'unsafe-inline';", policy, StringComparison.Ordinal);
        Assert.Contains("connect-src 'self';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-eval", policy, StringComparison.Ordinal);
        Assert.DoesNotContain(nonce!, (await OpenAsync(client)).Policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_OfAnUnknownDocument_IsNotFound()
    {
        await using var host = await PlatformHost.StartAsync(database.Database, _ => { });
        using var client = host.CreateClient();

        using var answer = await client.GetAsync("/docs/api/nothing", Stop);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData("Idempotency-Key")]
    [InlineData("problem+json")]
    [InlineData("429")]
    public async Task Document_Introduction_HasTheGeneralRules(string word)
    {
        await using var host = await PlatformHost.StartAsync(database.Database, _ => { });
        using var client = host.CreateClient();

        var document = JsonNode.Parse(await client.GetStringAsync("/openapi/v1.json", Stop))!;

        Assert.Contains(word, document["info"]!["description"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    private static async Task<(IHtmlDocument Page, string Policy)> OpenAsync(HttpClient client)
    {
        using var answer = await client.GetAsync("/docs/api/", Stop);
        Assert.Equal((HttpStatusCode.OK, "text/html"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.True(answer.Headers.CacheControl!.NoStore);
        return (new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync(Stop)), Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
    }
}
