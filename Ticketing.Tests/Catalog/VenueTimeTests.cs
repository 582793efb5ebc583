using System.Globalization;
using Ticketing.Core.Catalog;
using Ticketing.Core.Catalog.Search;

namespace Ticketing.Tests.Catalog;

/// <summary>Dates and times in the venue's time zone, across clock changes.</summary>
public sealed class VenueTimeTests(SampleEngine engine) : IClassFixture<SampleEngine>
{
    [Theory]
    [InlineData("2027-03-28T00:59:59Z", "Europe/Berlin", "2027-03-28T01:59:59+01:00", "GMT+1")]
    [InlineData("2027-03-28T01:00:00Z", "Europe/Berlin", "2027-03-28T03:00:00+02:00", "GMT+2")]
    [InlineData("2027-10-31T00:30:00Z", "Europe/Berlin", "2027-10-31T02:30:00+02:00", "GMT+2")]
    [InlineData("2027-10-31T01:30:00Z", "Europe/Berlin", "2027-10-31T02:30:00+01:00", "GMT+1")]
    [InlineData("2027-03-14T07:00:00Z", "America/New_York", "2027-03-14T03:00:00-04:00", "GMT-4")]
    [InlineData("2027-01-15T12:00:00Z", "America/St_Johns", "2027-01-15T08:30:00-03:30", "GMT-3:30")]
    [InlineData("2027-01-15T12:00:00Z", "Asia/Kathmandu", "2027-01-15T17:45:00+05:45", "GMT+5:45")]
    [InlineData("2027-01-15T12:00:00Z", "Europe/London", "2027-01-15T12:00:00+00:00", "GMT")]
    public void Instant_AtAVenue_IsLocalTimeWithOffset(string instant, string zone, string local, string offset)
    {
        var shown = VenueTime.At(At(instant), zone);

        Assert.Equal(local, shown.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture));
        Assert.Equal(offset, VenueTime.Zone(shown));
    }

    [Theory]
    [InlineData("2027-03-27", "Eve")]
    [InlineData("2027-03-28", "After midnight, Morning, Evening")]
    [InlineData("2027-03-29", "")]
    public async Task Day_OfAClockChange_IsTheVenuesDay(string day, string titles)
    {
        var catalog = new SampleCatalog(engine);
        // In Berlin, 23:59 and 00:30 fall on one UTC day; the 28th has 23 hours.
        catalog.Add("Eve", new SampleDate { StartsAt = At("2027-03-27T22:59:00Z") });
        catalog.Add("After midnight", new SampleDate { StartsAt = At("2027-03-27T23:30:00Z") });
        catalog.Add("Morning", new SampleDate { StartsAt = At("2027-03-28T01:00:00Z") });
        catalog.Add("Evening", new SampleDate { StartsAt = At("2027-03-28T21:59:00Z") });

        Assert.Equal(titles, string.Join(", ", await catalog.FindAsync(new CatalogQuery { From = On(day), To = On(day) })));
    }

    [Fact]
    public async Task Day_OfVenuesInSeveralZones_IsEachVenuesDay()
    {
        var catalog = new SampleCatalog(engine);
        catalog.Add("Tokyo", new SampleDate { StartsAt = At("2027-04-30T16:00:00Z"), Venue = SampleVenues.Tokyo });
        catalog.Add("New York", new SampleDate { StartsAt = At("2027-05-02T02:00:00Z"), Venue = SampleVenues.NewYork });
        catalog.Add("Berlin", new SampleDate { StartsAt = At("2027-05-02T02:00:00Z") });

        Assert.Equal(["Tokyo", "New York"], await catalog.FindAsync(new CatalogQuery { From = On("2027-05-01"), To = On("2027-05-01") }));
        Assert.Equal([("2027-05", 3)], (await catalog.RunAsync(new CatalogQuery())).Facets.Months.Select(month => (month.Value, month.Count)));
    }

    [Fact]
    public async Task Instants_AsLimits_AreInclusive()
    {
        var catalog = new SampleCatalog(engine);
        catalog.Add("At", new SampleDate { StartsAt = At("2027-05-01T18:00:00Z") });

        Assert.Single(await catalog.FindAsync(new CatalogQuery { From = TimeBound.At(At("2027-05-01T20:00:00+02:00")), To = TimeBound.At(At("2027-05-01T18:00:00Z")) }));
        Assert.Empty(await catalog.FindAsync(new CatalogQuery { From = TimeBound.At(At("2027-05-01T18:00:01Z")) }));
        Assert.Empty(await catalog.FindAsync(new CatalogQuery { To = TimeBound.At(At("2027-05-01T17:59:59Z")) }));
    }

    [Fact]
    public async Task Dates_InTheRepeatedHour_StayInOrder()
    {
        var catalog = new SampleCatalog(engine);
        catalog.Add("Second 02:30", new SampleDate { StartsAt = At("2027-10-31T01:30:00Z") });
        catalog.Add("First 02:30", new SampleDate { StartsAt = At("2027-10-31T00:30:00Z") });

        Assert.Equal(["First 02:30", "Second 02:30"], await catalog.FindAsync(new CatalogQuery { Sort = CatalogSort.Date }));
    }

    [Fact]
    public void SaleWindow_OverAClockChange_IsInVenueTime()
    {
        // 10:00 in Berlin on both days, 23 hours apart.
        var (opens, closes) = (At("2027-03-27T10:00:00+01:00"), At("2027-03-28T10:00:00+02:00"));
        var date = new SampleDate { OnSaleAt = opens, OffSaleAt = closes, StartsAt = closes.AddHours(10) }.Make();

        Assert.Equal(TimeSpan.FromHours(23), closes - opens);
        Assert.Equal(SaleState.NotYetOnSale, date.SaleStateAt(At("2027-03-27T08:59:59Z")));
        Assert.Equal(SaleState.OnSale, date.SaleStateAt(At("2027-03-27T09:00:00Z")));
        Assert.Equal(SaleState.OnSale, date.SaleStateAt(At("2027-03-28T07:59:59Z")));
        Assert.Equal(SaleState.Ended, date.SaleStateAt(At("2027-03-28T08:00:00Z")));
    }

    [Theory]
    [InlineData("2027-03-01", "2027-03-05")]
    [InlineData("2027-03-04", "2027-03-05")]
    [InlineData("2027-03-05", "2027-03-05")]
    [InlineData("2027-03-06", "2027-03-05")]
    [InlineData("2027-03-07", "2027-03-05")]
    [InlineData("2027-03-08", "2027-03-12")]
    [InlineData("2027-01-01", "2027-01-01")]
    [InlineData("2028-02-28", "2028-03-03")]
    public void Weekend_OfADay_StartsOnFriday(string today, string friday) => Assert.Equal(Day(friday), DateWords.FridayOf(Day(today)));

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static TimeBound On(string day) => TimeBound.On(Day(day));
}
