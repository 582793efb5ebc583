using System.Text.Json.Nodes;
using Ticketing.App.Catalog.Pages;
using Ticketing.Core.Catalog;
using Ticketing.Infrastructure.Configuration;

namespace Ticketing.Tests.Catalog;

/// <summary>An event's structured data for search engines (https://developers.google.com/search/docs/appearance/structured-data/event).</summary>
public sealed class StructuredDataTests
{
    private static readonly SiteOptions Site = new() { Url = new Uri("https://tickets.example") };

    [Fact]
    public void Data_OfAPerformance_HasRequiredFields()
    {
        var data = Read(new SampleEvent("Midnight Harbour") { Slug = "midnight-harbour", Summary = "Fado." }, new SampleDate
        {
            StartsAt = new DateTimeOffset(2027, 3, 28, 18, 0, 0, TimeSpan.Zero),
            OnSaleAt = new DateTimeOffset(2027, 3, 1, 9, 0, 0, TimeSpan.Zero),
            Prices = [4500, 12_050],
            Free = 321,
        });

        Assert.Equal("https://schema.org", Text(data["@context"]));
        Assert.Equal(("MusicEvent", "Midnight Harbour", "Fado."), (Text(data["@type"]), Text(data["name"]), Text(data["description"])));
        Assert.Equal("https://tickets.example/events/midnight-harbour", Text(data["url"]));
        Assert.Equal(["https://tickets.example/artwork/concert-7-wide.svg", "https://tickets.example/artwork/concert-7.svg"], data["image"]!.AsArray().Select(Text));
        Assert.Equal("https://schema.org/EventScheduled", Text(data["eventStatus"]));
        Assert.Equal("Nordlicht", Text(data["organizer"]!["name"]));
        Assert.Equal(("Tempodrom", "Berlin", "DE"), (Text(data["location"]!["name"]), Text(data["location"]!["address"]!["addressLocality"]), Text(data["location"]!["address"]!["addressCountry"])));
        Assert.Equal(52.52, data["location"]!["geo"]!["latitude"]!.GetValue<double>());
        var offers = data["offers"]!;
        Assert.Equal(("45.00", "120.50", "EUR"), (Text(offers["lowPrice"]), Text(offers["highPrice"]), Text(offers["priceCurrency"])));
        Assert.Equal(321, offers["offerCount"]!.GetValue<int>());
        Assert.Equal("https://schema.org/InStock", Text(offers["availability"]));
    }

    [Fact]
    public void Times_OnClockChange_AreInVenueTime()
    {
        var data = Read(new SampleEvent("Night of the change"), new SampleDate
        {
            StartsAt = new DateTimeOffset(2027, 3, 28, 0, 30, 0, TimeSpan.Zero),
            OnSaleAt = new DateTimeOffset(2027, 2, 1, 9, 0, 0, TimeSpan.Zero),
        });

        Assert.Equal("2027-03-28T00:30:00+01:00", Text(data["doorTime"]));
        Assert.Equal("2027-03-28T01:30:00+01:00", Text(data["startDate"]));
        Assert.Equal("2027-03-28T04:30:00+02:00", Text(data["endDate"]));
        Assert.Equal("2027-02-01T10:00:00+01:00", Text(data["offers"]!["validFrom"]));
    }

    [Theory]
    [InlineData("JPY", 5000, "5000")]
    [InlineData("KWD", 5000, "5.000")]
    [InlineData("EUR", 0, "0.00")]
    public void Price_OfACurrency_HasItsDecimals(string currency, long price, string written) => Assert.Equal(
        written, Text(Read(new SampleEvent("x"), new SampleDate { Currency = currency, Prices = [price] })["offers"]!["lowPrice"]));

    [Theory]
    [InlineData(PerformanceStatus.Scheduled, 400, "EventScheduled", "InStock")]
    [InlineData(PerformanceStatus.Scheduled, 3, "EventScheduled", "LimitedAvailability")]
    [InlineData(PerformanceStatus.Scheduled, 0, "EventScheduled", "SoldOut")]
    [InlineData(PerformanceStatus.Paused, 400, "EventScheduled", "OutOfStock")]
    [InlineData(PerformanceStatus.Completed, 400, "EventScheduled", "OutOfStock")]
    [InlineData(PerformanceStatus.Postponed, 400, "EventPostponed", "OutOfStock")]
    [InlineData(PerformanceStatus.Cancelled, 400, "EventCancelled", "OutOfStock")]
    public void State_OfAPerformance_IsMapped(PerformanceStatus status, int free, string state, string availability)
    {
        var data = Read(new SampleEvent("x"), new SampleDate { Status = status, Free = free });

        Assert.Equal($"https://schema.org/{state}", Text(data["eventStatus"]));
        Assert.Equal($"https://schema.org/{availability}", Text(data["offers"]!["availability"]));
    }

    [Fact]
    public void State_BeforeTheSale_IsPreOrder() => Assert.Equal(
        "https://schema.org/PreOrder", Text(Read(new SampleEvent("x"), new SampleDate { OnSaleAt = SampleCatalog.Now.AddDays(1) })["offers"]!["availability"]));

    [Fact]
    public void Type_OfEachCategory_IsDistinct()
    {
        var types = Categories.All.Select(category => Text(Read(new SampleEvent("x") { Category = category }, new SampleDate())["@type"])).ToList();

        Assert.DoesNotContain("Event", types);
        Assert.All(types, type => Assert.Matches("^[A-Z][A-Za-z]+$", type));
    }

    [Fact]
    public void Text_WithMarkup_CannotCloseTheElement()
    {
        const string title = "</script><script>alert('1')</script><!-- & \u2028";
        var catalog = new SampleCatalog(null!);
        var sample = catalog.Add(new SampleEvent(title), new SampleDate());

        var element = EventStructuredData.Script(new CatalogDetails(sample, catalog.Seats), SampleCatalog.Now, Site).Value;

        const string start = "<script type=\"application/ld+json\">";
        var inner = element[start.Length..^"</script>".Length];
        Assert.StartsWith(start, element, StringComparison.Ordinal);
        Assert.DoesNotContain('<', inner);
        Assert.DoesNotContain('&', inner);
        Assert.Equal(title, Text(JsonNode.Parse(inner)!["name"]));
    }

    [Fact]
    public void Data_OfSeveralDates_IsAList()
    {
        var catalog = new SampleCatalog(null!);
        var sample = catalog.Add("Three nights", new SampleDate(), new SampleDate(), new SampleDate());

        Assert.Equal(3, JsonNode.Parse(EventStructuredData.Write(new CatalogDetails(sample, catalog.Seats), SampleCatalog.Now, Site))!.AsArray().Count);
    }

    private static JsonObject Read(SampleEvent sample, SampleDate date)
    {
        var catalog = new SampleCatalog(null!);
        var added = catalog.Add(sample, date);
        return JsonNode.Parse(EventStructuredData.Write(new CatalogDetails(added, catalog.Seats), SampleCatalog.Now, Site))!.AsObject();
    }

    private static string Text(JsonNode? node) => node!.GetValue<string>();
}
