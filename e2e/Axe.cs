using Microsoft.Playwright;

namespace Ticketing.E2E;

/// <summary>Runs axe-core, an accessibility checker, in a page.</summary>
internal static class Axe
{
    /// <param name="disabledRules">Ids of rules to skip.</param>
    /// <returns>The violated rules, each with the selectors of up to three elements.</returns>
    public static Task<string[]> ViolationsAsync(IPage page, params string[] disabledRules) =>
        RunAsync(page, new { rules = disabledRules.ToDictionary(id => id, _ => new { enabled = false }) });

    /// <summary>
    /// The same in both themes: all rules in the page's own, in the other one those of colours. The page is loaded once and ends in its own theme.
    /// </summary>
    public static async Task<string[]> ViolationsInBothThemesAsync(IPage page)
    {
        var violations = await ViolationsAsync(page);
        var isDark = await page.EvaluateAsync<bool>("() => matchMedia('(prefers-color-scheme: dark)').matches");
        await ShowAsync(isDark ? ColorScheme.Light : ColorScheme.Dark);
        var inOther = await RunAsync(page, new { runOnly = new { type = "rule", values = new[] { "color-contrast" } } });
        await ShowAsync(isDark ? ColorScheme.Dark : ColorScheme.Light);
        return [.. violations, .. inOther.Select(violation => $"other theme: {violation}")];

        // Colours on their way from one theme to the other have any contrast.
        async Task ShowAsync(ColorScheme shown)
        {
            await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = shown });
            await page.EvaluateAsync(
                """
                async () => {
                  // Transitions begin with the next frame.
                  for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
                  document.getAnimations().filter(each => each instanceof CSSTransition).forEach(each => each.finish());
                }
                """);
        }
    }

    private static async Task<string[]> RunAsync(IPage page, object options)
    {
        await page.EvaluateAsync(await File.ReadAllTextAsync(
            Path.Combine(Site.Repository, "e2e", "node_modules", "axe-core", "axe.min.js"), TestContext.Current.CancellationToken));
        return await page.EvaluateAsync<string[]>(
            """
            async options => (await axe.run(document, { resultTypes: ['violations'], ...options }))
              .violations.map(v => `${v.id}: ${v.nodes.map(n => n.target.join(' ')).slice(0, 3).join(' | ')}`)
            """,
            options);
    }
}
