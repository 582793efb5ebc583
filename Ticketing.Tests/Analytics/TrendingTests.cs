using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Ticketing.Core.Analytics;
using Ticketing.Infrastructure.Analytics.Trending;
using Ticketing.Infrastructure.Analytics.Views;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Inventory;
using Ticketing.Tests.Ordering;

namespace Ticketing.Tests.Analytics;

/// <summary>From the page's visitors and the shop's orders to the score that the search sorts by.</summary>
public sealed class TrendingTests(TestServers servers)
{
    private const string Browser = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    private const string OtherBrowser = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Safari/604.1";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Score_OfAnEventThatIsLookedAtAndSold_ReachesTheSearch()
    {
        await using var shop = await Shop.OpenAsync(servers, terms: new TestSaleTerms { Free = true });
        var slug = await shop.Database.ScalarAsync<string>("select event_slug from catalog_performances where id = $1", shop.Sale.Id.Value);
        foreach (var agent in (string[])[Browser, Browser, OtherBrowser, "curl/8.0", "Examplebot/2.1"])
        {
            await LookAsync(shop, slug!, agent);
        }

        await LookAsync(shop, "no-such-event", Browser, HttpStatusCode.NotFound);
        await shop.PlaceAsync(await shop.HoldAsync(0, 1));
        await SalesFigures.CaughtUpAsync(shop.Database);
        await shop.App.Services.GetRequiredService<EventViewsWorker>().FlushAsync(Stop);
        Assert.Equal(2, await shop.Database.ScalarAsync<long>("select sum(views)::bigint from event_views"));

        await shop.App.Services.GetRequiredService<TrendingUpdate>().RunAsync(Stop);

        var seats = await shop.Database.ScalarAsync<int>("select seat_count from catalog_performances where id = $1", shop.Sale.Id.Value);
        await Eventually.TrueAsync(async () =>
        {
            await shop.App.Services.GetRequiredService<TrendingUpdate>().RunAsync(Stop);
            var score = await shop.Database.ScalarAsync<float>(
                "select n.trending from search.names n join catalog_performances p on p.event_id = n.event where p.id = $1", shop.Sale.Id.Value);
            return Math.Abs(score - TrendingScore.Of([new EventHour(0, 2, 1)], 100.0 * 2 / seats)) < 0.01;
        });
    }

    [Fact]
    public async Task Views_OfOldHours_AreForgotten()
    {
        await using var shop = await Shop.OpenAsync(servers);
        await shop.Database.ExecuteAsync(
            "insert into event_views (hour, event_id, views) values (now() - interval '36 days', $1, 5), (now() - interval '34 days', $1, 7)", Guid.NewGuid());
        await shop.App.Services.GetRequiredService<TrendingUpdate>().RunAsync(Stop);
        Assert.Equal(7, await shop.Database.ScalarAsync<long>("select sum(views)::bigint from event_views"));
    }

    private static async Task LookAsync(Shop shop, string slug, string agent, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var client = shop.App.CreateClient();
        client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", agent);
        using var answer = await client.GetAsync(new Uri($"/events/{slug}", UriKind.Relative), Stop);
        Assert.Equal(expected, answer.StatusCode);
    }
}
