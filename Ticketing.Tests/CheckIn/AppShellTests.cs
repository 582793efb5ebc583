using System.Net;
using System.Text.Json;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.CheckIn;

/// <summary>The app of the door is one static document, with a service worker that names all its files.</summary>
public sealed class AppShellTests(TestServers servers)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Shell_AtAnyOfItsAddresses_IsTheSameStrictDocument()
    {
        await using var running = await servers.Apps.TakeAsync([]);
        using var http = new HttpClient { BaseAddress = running.App.BaseAddress };

        foreach (var path in new[] { "/checkin/", "/checkin/enrol", "/checkin/scan/somewhere" })
        {
            using var response = await http.GetAsync(new Uri(path, UriKind.Relative), Stop);
            Assert.Equal((HttpStatusCode.OK, "text/html"), (response.StatusCode, response.Content.Headers.ContentType!.MediaType));
            Assert.Contains("script-src 'self'; style-src 'self';", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
            Assert.Contains("camera=(self)", Assert.Single(response.Headers.GetValues("Permissions-Policy")), StringComparison.Ordinal);
        }

        using var home = await http.GetAsync(new Uri("/", UriKind.Relative), Stop);
        Assert.Contains("camera=()", Assert.Single(home.Headers.GetValues("Permissions-Policy")), StringComparison.Ordinal);
        using var missing = await http.GetAsync(new Uri("/checkin/missing.js", UriKind.Relative), Stop);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    [Fact]
    public async Task ServiceWorker_NamesFilesThatAreServed()
    {
        await using var running = await servers.Apps.TakeAsync([]);
        using var http = new HttpClient { BaseAddress = running.App.BaseAddress };

        using var response = await http.GetAsync(new Uri("/checkin/sw.js", UriKind.Relative), Stop);
        var text = await response.Content.ReadAsStringAsync(Stop);

        Assert.Equal("/checkin/", Assert.Single(response.Headers.GetValues("Service-Worker-Allowed")));
        Assert.True(response.Headers.CacheControl!.NoCache);
        var list = text[(text.IndexOf("assets = ", StringComparison.Ordinal) + 9)..text.IndexOf(";\n", StringComparison.Ordinal)];
        var assets = JsonSerializer.Deserialize<string[]>(list)!;
        Assert.Contains("/js/checkin/verdict.js", assets);
        foreach (var asset in assets)
        {
            using var file = await http.GetAsync(new Uri(asset, UriKind.Relative), Stop);
            Assert.True(file.IsSuccessStatusCode, asset);
        }
    }
}
