using Ticketing.Core.Catalog;
using Ticketing.Core.Common;

namespace Ticketing.Tests.Catalog;

/// <summary>A catalogue at <see cref="Now"/>, written into the search's tables before the first question.</summary>
internal sealed class SampleCatalog(SampleEngine engine)
{
    public static readonly DateTimeOffset Now = new(2027, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly List<CatalogEvent> _events = [];
    private readonly Dictionary<PerformanceId, SeatCount> _seats = [];

    private bool _isWritten;

    public IReadOnlyList<CatalogEvent> Events => _events;

    public CatalogSeats Seats => new(_seats);

    /// <summary>A concert.</summary>
    public CatalogEvent Add(string title, params SampleDate[] dates) => Add(new SampleEvent(title), dates);

    /// <param name="dates">Default: one date in Berlin in thirty days.</param>
    public CatalogEvent Add(SampleEvent sample, params SampleDate[] dates)
    {
        var added = sample.Make(dates.Length == 0 ? [new SampleDate()] : dates);
        foreach (var (performance, date) in added.Performances.Zip(dates.Length == 0 ? [new SampleDate()] : dates))
        {
            _seats[performance.Id] = new SeatCount(date.Free, date.Held) { FreeCategories = date.FreeCategories };
        }

        _events.Add(added);
        _isWritten = false;
        return added;
    }

    public void Remove(params string[] titles)
    {
        _events.RemoveAll(entry => titles.Contains(entry.Title));
        _isWritten = false;
    }

    public async Task WriteAsync()
    {
        if (!_isWritten)
        {
            await engine.WriteAsync(_events, Seats);
            _isWritten = true;
        }
    }

    /// <summary>All hits, up to a number that no test exceeds, unless the query says how many.</summary>
    public async Task<CatalogAnswer> RunAsync(CatalogQuery query)
    {
        await WriteAsync();
        return await engine.Engine.SearchAsync(
            query with { Limit = query.Limit == new CatalogQuery().Limit ? 500 : query.Limit }, TestContext.Current.CancellationToken);
    }

    public async Task<IReadOnlyList<Suggestion>> SuggestAsync(string text)
    {
        await WriteAsync();
        return await engine.Engine.SuggestAsync(text, TestContext.Current.CancellationToken);
    }

    /// <summary>The titles of the hits, in order.</summary>
    public async Task<IReadOnlyList<string>> FindAsync(CatalogQuery query) => [.. (await RunAsync(query)).Hits.Select(hit => hit.Event.Title)];

    public Task<IReadOnlyList<string>> FindAsync(string text) => FindAsync(new CatalogQuery { Text = text });
}

internal sealed record SampleEvent(string Title)
{
    public string? Slug { get; init; }

    public string Category { get; init; } = Categories.Concert;

    public string Summary { get; init; } = "";

    public string Description { get; init; } = "";

    public string Organizer { get; init; } = "Nordlicht";

    public bool Cancelled { get; init; }

    public CatalogEvent Make(IEnumerable<SampleDate> dates)
    {
        var id = EventId.New();
        return new CatalogEvent(
            id, Slug ?? id.ToString(), Title, Category, Summary, Description, 7, Cancelled,
            new CatalogOrganizer(OrganizationId.New(), Organizer, "box@nordlicht.example", true, 48, false), SampleCatalog.Now.AddDays(-60),
            [.. dates.Select(date => date.Make())]);
    }
}

internal sealed record SampleDate
{
    public DateTimeOffset StartsAt { get; init; } = SampleCatalog.Now.AddDays(30);

    public CatalogVenue Venue { get; init; } = SampleVenues.Berlin;

    /// <summary>Total price of each tier, minor units.</summary>
    public IReadOnlyList<long> Prices { get; init; } = [4500];

    public string Currency { get; init; } = "EUR";

    public int Seats { get; init; } = 400;

    public int Free { get; init; } = 400;

    public int Held { get; init; }

    /// <summary>Null: every category.</summary>
    public IReadOnlySet<string>? FreeCategories { get; init; }

    public PerformanceStatus Status { get; init; } = PerformanceStatus.Scheduled;

    public DateTimeOffset OnSaleAt { get; init; } = SampleCatalog.Now.AddDays(-10);

    public DateTimeOffset? OffSaleAt { get; init; }

    public CatalogPerformance Make() => new(
        PerformanceId.New(), Venue, StartsAt, StartsAt.AddHours(-1), StartsAt.AddHours(2), OnSaleAt, OffSaleAt ?? StartsAt, Status, Currency, Seats, "plan",
        10, 20, false, false,
        [.. Prices.Select((price, i) => new CatalogTier((short)i, $"Tier {i}", $"tier-{i}", "#5b8def", new Money(price, Currency), Money.Zero(Currency), 1900, new Money(price, Currency)))]);
}

internal static class SampleVenues
{
    public static readonly CatalogVenue Berlin = Make("Tempodrom", "Berlin", "DE", 52.52, 13.405, "Europe/Berlin");
    public static readonly CatalogVenue Hamburg = Make("Große Freiheit", "Hamburg", "DE", 53.5511, 9.9937, "Europe/Berlin");
    public static readonly CatalogVenue Zurich = Make("Kaufleuten", "Zürich", "CH", 47.3769, 8.5417, "Europe/Zurich");
    public static readonly CatalogVenue NewYork = Make("Bowery Hall", "New York", "US", 40.7128, -74.006, "America/New_York");
    public static readonly CatalogVenue Tokyo = Make("Quattro", "Tokyo", "JP", 35.6595, 139.7005, "Asia/Tokyo");

    private static CatalogVenue Make(string name, string city, string country, double latitude, double longitude, string zone) => new(
        VenueId.New(), name, Slug.Of(name), "Street 1", "10115", city, country, new GeoPoint(latitude, longitude), zone);
}
