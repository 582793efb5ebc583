using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Catalog;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Inventory;

namespace Ticketing.Tests.Catalog;

/// <summary>The application with the test class's events, at <see cref="SampleCatalog.Now"/>.</summary>
public sealed class CatalogShop(TestServers servers) : IAsyncLifetime
{
    public TestDatabase Database { get; private set; } = null!;

    public TestApp App { get; private set; } = null!;

    internal HttpClient Http { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Database = await servers.CreateDatabaseAsync();
        App = await TestApp.StartAsync(Database, new FakeTimeProvider(SampleCatalog.Now), ("Site:Url", "https://tickets.example"));
        Http = App.CreateClient();
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await App.DisposeAsync();
        await Database.DisposeAsync();
    }

    /// <summary>A published event with one date of sixteen seats, at the date's first price and a fee of 1.50 EUR.</summary>
    internal async Task<TestSale> AddAsync(SampleEvent sample, SampleDate? date = null, string status = "published")
    {
        date ??= new SampleDate();
        var sale = await TestSale.CreateAsync(Database.DataSource, new TestSaleTerms
        {
            OnSaleAt = date.OnSaleAt,
            OffSaleAt = date.OffSaleAt ?? date.StartsAt,
            Status = date.Status.ToWord(),
            EventStatus = status,
        });
        var venue = date.Venue;
        await Database.ExecuteAsync(
            "update events set title = $2, slug = $3, category = $4, summary = $5, description = $6 where id = (select event_id from performances where id = $1)",
            sale.Id.Value, sample.Title, sample.Slug ?? Slug.Of(sample.Title), sample.Category, sample.Summary, sample.Description);
        await Database.ExecuteAsync(
            "update venues set name = $2, city = $3, country = $4, latitude = $5, longitude = $6, time_zone = $7 where id = (select venue_id from performances where id = $1)",
            sale.Id.Value, venue.Name, venue.City, venue.Country, venue.Position.Latitude, venue.Position.Longitude, venue.TimeZone);
        await Database.ExecuteAsync(
            "update performances set starts_at = $2, doors_at = $3, ends_at = $4 where id = $1", sale.Id.Value, date.StartsAt, date.StartsAt.AddHours(-1), date.StartsAt.AddHours(2));
        await Database.ExecuteAsync("update price_tiers set price = $2 where performance_id = $1", sale.Id.Value, date.Prices[0]);
        await Database.ExecuteAsync("delete from price_tiers where performance_id = $1 and category = 'floor'", sale.Id.Value);
        await RefreshAsync();
        return sale;
    }

    /// <summary>Applies all changes to the search, and forgets cached events, which otherwise takes about a second.</summary>
    internal async Task RefreshAsync()
    {
        await App.Services.GetRequiredService<ISearchEngine>().RefreshAsync(TestContext.Current.CancellationToken);
        App.Services.GetRequiredService<EventReader>().Clear();
    }

    internal async Task<JsonNode> GetAsync(string path)
    {
        using var response = await Http.GetAsync(path, TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {response.StatusCode}");
        return JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
    }
}
