using Ticketing.Infrastructure.Inventory.Counting;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Inventory;
using Ticketing.Tests.Ordering;

namespace Ticketing.Tests.Presales;

/// <summary>Kept seat counts of dates that only a presale sells.</summary>
public sealed class PresaleCountTests(TestServers servers)
{
    private const int Stalls = 40;

    private static readonly TestSaleTerms Terms = new() { Rows = 5, SeatsPerRow = 8, FloorPlaces = 70 };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reconciliation_OfADateInPresale_MendsTheCounts()
    {
        await using var shop = await Shop.OpenAsync(servers, terms: Terms);
        var reconciler = shop.Service<AvailabilityReconciler>();
        await KeptCounts.CaughtUpAsync(shop.Database, Stalls);
        await shop.Database.ExecuteAsync("update performances set on_sale_at = now() + interval '1 hour' where id = $1", shop.Sale.Id.Value);
        await shop.Database.ExecuteAsync("update seats set status = 3 where seat_index < 7");
        Assert.Equal(0, await reconciler.RunAsync(TimeSpan.Zero, Stop));

        await shop.Database.ExecuteAsync(
            """
            insert into presales (id, organization_id, event_id, name, opens_at, closes_at, categories, created_at)
            select gen_random_uuid(), organization_id, event_id, 'Fan club', now() - interval '1 hour', now() + interval '1 hour', '{}', now()
            from performances where id = $1
            """, shop.Sale.Id.Value);
        await shop.Database.ExecuteAsync("insert into presale_dates (presale_id, performance_id) select p.id, $1 from presales p", shop.Sale.Id.Value);

        Assert.Equal(1, await reconciler.RunAsync(TimeSpan.Zero, Stop));
    }
}
