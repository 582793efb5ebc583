using Microsoft.Playwright;

namespace Ticketing.E2E;

/// <summary>The API reference in a browser: what the content security policy lets it do is enough, and it asks nobody else.</summary>
public sealed class ApiReferenceTests(Site site)
{
    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Reference_InTheBrowser_ShowsTheOperationsFromTheSiteAlone(ColorScheme scheme)
    {
        var page = await site.VisitAsync(scheme: scheme);
        var (complaints, elsewhere) = (new List<string>(), new List<string>());
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                complaints.Add(message.Text);
            }
        };
        page.PageError += (_, error) => complaints.Add(error);
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(site.Address, StringComparison.Ordinal) && request.Url.StartsWith("http", StringComparison.Ordinal))
            {
                elsewhere.Add(request.Url);
            }
        };

        await page.GotoAsync("/docs/api");

        foreach (var heading in (string[])["Ticketing API", "Idempotency keys", "A performance: sale, prices, availability per section"])
        {
            await page.GetByRole(AriaRole.Heading, new() { Name = heading }).WaitForAsync();
        }

        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        Assert.Empty(await AxeAsync(page));
        Assert.Empty(complaints);
        Assert.Empty(elsewhere);
    }

    // The responses of all operations are regions of one name (landmark-unique), which no option of Scalar changes.
    private static async Task<string[]> AxeAsync(IPage page)
    {
        await page.EvaluateAsync(await File.ReadAllTextAsync(
            Path.Combine(Site.Repository, "e2e", "node_modules", "axe-core", "axe.min.js"), TestContext.Current.CancellationToken));
        return await page.EvaluateAsync<string[]>(
            """
            async () => (await axe.run(document, { resultTypes: ['violations'], rules: { 'landmark-unique': { enabled: false } } }))
              .violations.map(v => `${v.id}: ${v.nodes.map(n => n.target.join(' ')).slice(0, 3).join(' | ')}`)
            """);
    }
}
