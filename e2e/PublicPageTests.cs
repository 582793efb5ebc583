using System.Net.Http.Headers;
using Microsoft.Playwright;

namespace Ticketing.E2E;

/// <summary>Public pages: accessibility in both themes, use without scripts, page weight.</summary>
public sealed class PublicPageTests(Site site)
{
    private const int EventPageBytesMax = 150_000;

    [Theory]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task Pages_InBothThemes_HaveNoAxeViolations(int width)
    {
        var slug = await AnEventAsync();
        var performance = await site.PerformanceAsync(420);
        var page = await site.VisitAsync(width, width < 600 ? 844 : 900, phone: width < 600);
        var found = new List<string>();
        // ApiReferenceTests covers the API reference.
        foreach (var path in new[] { "/", "/events", "/events?q=nothing-is-called-that", $"/events/{slug}", $"/performances/{performance}", "/account/login", "/account/register", "/orders/find", "/orders/T-00000000", "/terms", "/privacy", "/imprint", "/help", "/contact", "/no-such-page" })
        {
            await page.GotoAsync(path);
            if (path.StartsWith("/performances", StringComparison.Ordinal))
            {
                await page.WaitForSelectorAsync("[data-testid=seat-map][data-ready=true]");
            }

            found.AddRange((await Axe.ViolationsInBothThemesAsync(page)).Select(violation => $"{path} {violation}"));
        }

        Faults.None(found);
    }

    // 320 CSS pixels: a small phone, and 400 % zoom on a desktop (WCAG 2.2, 1.4.10).
    [Fact]
    public async Task Pages_At320Pixels_DoNotScrollSideways()
    {
        var page = await site.VisitAsync(320, 640);
        var found = new List<string>();
        foreach (var path in new[] { "/", "/events", $"/events/{await AnEventAsync()}", "/account/login", "/orders/find", "/orders/T-00000000", "/terms", "/privacy", "/help" })
        {
            await page.GotoAsync(path);
            var width = await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth");
            if (width > 320)
            {
                found.Add($"{path} {width}");
            }
        }

        Faults.None(found);
    }

    // The list reaches over the edge of the section it belongs to.
    [Fact]
    public async Task Suggestions_OnAPhonesHomePage_AreNotCutOff()
    {
        var page = await site.VisitAsync(390, 844, phone: true);
        await page.GotoAsync("/");
        await page.Locator("#hero-search").PressSequentiallyAsync("vien");
        var last = page.Locator(".hero .suggestions > li").Last;
        await last.WaitForAsync();

        Assert.True(await last.EvaluateAsync<bool>("""
            item => {
              item.scrollIntoView({ block: 'nearest' });
              const box = item.getBoundingClientRect();
              return item.contains(document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2));
            }
            """));
    }

    [Fact]
    public async Task EventPage_WithoutScripts_LinksToTheSeats()
    {
        var page = await site.VisitAsync(scripts: false);
        await page.GotoAsync($"/events/{await AnEventAsync()}");

        await page.Locator("a[href^='/performances/']:not([href$='.ics'])").First.ClickAsync();

        await Assertions.Expect(page.Locator("h1")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByTestId("seat-picker")).ToBeVisibleAsync();
        Assert.Contains("/performances/", page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EventPage_WithAllResources_IsWithinTheByteLimit()
    {
        var paths = new List<string>();
        var page = await site.VisitAsync();
        page.Request += (_, request) => paths.Add(new Uri(request.Url).PathAndQuery);
        await page.GotoAsync($"/events/{await AnEventAsync()}", new PageGotoOptions { WaitUntil = WaitUntilState.NetworkIdle });

        long bytes = 0;
        foreach (var path in paths.Distinct().Where(path => path.StartsWith('/')))
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("br"));
            using var answer = await site.Http.SendAsync(request, TestContext.Current.CancellationToken);
            bytes += (await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Length;
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{paths.Count} requests, {bytes} bytes compressed");
        Assert.InRange(bytes, 1, EventPageBytesMax);
    }

    private async Task<string> AnEventAsync() => (await site.ApiAsync("/api/v1/events?limit=1&available=true"))["items"]![0]!["slug"]!.GetValue<string>();
}
