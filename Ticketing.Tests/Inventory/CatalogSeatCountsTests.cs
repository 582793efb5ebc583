using Microsoft.Extensions.DependencyInjection;
using Ticketing.Core.Catalog;
using Ticketing.Infrastructure.Inventory.Feed;

namespace Ticketing.Tests.Inventory;

/// <summary>Counts for the catalogue: seats by status, and the categories with free seats.</summary>
public sealed class CatalogSeatCountsTests(HoldApi api) : IClassFixture<HoldApi>, IAsyncDisposable
{
    private readonly HoldClient _client = new(api.App);

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Counts_OfAPerformance_NameTheCategoriesWithFreeSeats()
    {
        var sale = await TestSale.CreateAsync(api.Database.DataSource, new TestSaleTerms { Rows = 20, SeatsPerRow = 4, FloorPlaces = 70 });
        var all = await CountAsync(sale);
        var hold = await _client.HoldAsync(sale, sale.Label(63), sale.Label(64));
        await api.Database.ExecuteAsync("update seats set status = 3 where performance_id = $1 and seat_index >= 80", sale.Id.Value);

        var stallsOnly = await CountAsync(sale);
        await api.Database.ExecuteAsync("update seats set status = 3 where performance_id = $1 and status = 0", sale.Id.Value);
        var none = await CountAsync(sale);

        Assert.Equal(System.Net.HttpStatusCode.Created, hold.Status);
        Assert.Equal((150, 0, 0, "floor stalls"), Shown(all));
        Assert.Equal((78, 2, 0, "stalls"), Shown(stallsOnly));
        Assert.Equal((0, 2, 0, ""), Shown(none));
    }

    [Fact]
    public async Task Counts_OfBusyPerformances_EqualThoseOfAll()
    {
        var sale = await TestSale.CreateAsync(api.Database.DataSource);
        await _client.HoldAsync(sale, sale.Label(0));
        var counter = api.App.Services.GetRequiredService<ISeatCounter>();
        var plain = await api.App.Services.GetRequiredService<SeatCounts>().OfAsync([sale.Id], TestContext.Current.CancellationToken);

        var all = (await counter.OfAllAsync(TestContext.Current.CancellationToken))[sale.Id];
        var busy = (await counter.OfBusyAsync(TestContext.Current.CancellationToken))[sale.Id];

        Assert.Equal(Shown(all), Shown(busy));
        Assert.Equal((plain[sale.Id].Free, plain[sale.Id].Held, plain[sale.Id].Sold), (all.Free, all.Held, all.Sold));
    }

    private async Task<SeatCount> CountAsync(TestSale sale) =>
        (await api.App.Services.GetRequiredService<ISeatCounter>().OfAsync([sale.Id], TestContext.Current.CancellationToken))[sale.Id];

    private static (int Free, int Held, int Sold, string Categories) Shown(SeatCount count) =>
        (count.Free, count.Held, count.Sold, string.Join(' ', count.FreeCategories!.Order()));
}
