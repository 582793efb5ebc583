using Microsoft.Playwright;

namespace Ticketing.E2E;

/// <summary>The API reference in a browser: works under its content security policy and loads from the site only.</summary>
public sealed class ApiReferenceTests(Site site)
{
    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Reference_InTheBrowser_LoadsFromTheSiteOnly(ColorScheme scheme)
    {
        var page = await site.VisitAsync(scheme: scheme);
        var (errors, foreign) = (new List<string>(), new List<string>());
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                errors.Add(message.Text);
            }
        };
        page.PageError += (_, error) => errors.Add(error);
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(site.Address, StringComparison.Ordinal) && request.Url.StartsWith("http", StringComparison.Ordinal))
            {
                foreign.Add(request.Url);
            }
        };

        await page.GotoAsync("/docs/api");

        foreach (var heading in (string[])["Ticketing API", "Idempotency keys"])
        {
            await page.GetByRole(AriaRole.Heading, new() { Name = heading }).WaitForAsync();
        }

        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        // Scalar gives the response regions of all operations one name, without an option to change it.
        Faults.None(await Axe.ViolationsAsync(page, "landmark-unique"));

        // Operations are rendered when they come near the window.
        var operation = page.GetByRole(AriaRole.Heading, new() { Name = "A performance: sale, prices, availability per section" });
        for (var tries = 0; tries < 50 && await operation.CountAsync() == 0; tries++)
        {
            await page.Mouse.WheelAsync(0, 1500);
            await page.WaitForTimeoutAsync(200);
        }

        await operation.WaitForAsync();
        Faults.None(errors);
        Faults.None(foreign);
    }
}
