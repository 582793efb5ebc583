using Microsoft.Playwright;

namespace Ticketing.E2E;

/// <summary>Runs axe-core, an accessibility checker, in a page.</summary>
internal static class Axe
{
    /// <param name="disabledRules">Ids of rules to skip.</param>
    /// <returns>The violated rules, each with the selectors of up to three elements.</returns>
    public static async Task<string[]> ViolationsAsync(IPage page, params string[] disabledRules)
    {
        await page.EvaluateAsync(await File.ReadAllTextAsync(
            Path.Combine(Site.Repository, "e2e", "node_modules", "axe-core", "axe.min.js"), TestContext.Current.CancellationToken));
        return await page.EvaluateAsync<string[]>(
            """
            async disabled => (await axe.run(document, { resultTypes: ['violations'], rules: Object.fromEntries(disabled.map(id => [id, { enabled: false }])) }))
              .violations.map(v => `${v.id}: ${v.nodes.map(n => n.target.join(' ')).slice(0, 3).join(' | ')}`)
            """,
            disabledRules);
    }
}
