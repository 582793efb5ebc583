using System.Globalization;
using Ticketing.Core.Catalog.Venues;
using Ticketing.Core.Common;

namespace Ticketing.Tests.Catalog;

/// <summary>What organizers may enter about a venue.</summary>
public sealed class VenueTermsTests
{
    private static readonly VenueTerms Valid = new("Halle", "Weg 1", "10115", "Berlin", "DE", "Europe/Berlin", 52.5, 13.4);

    [Fact]
    public void Terms_Valid_BecomeAVenue()
    {
        var venue = (Valid with { Name = "  Große  Halle " }).ToVenue(OrganizationId.New(), "grosse-halle");

        Assert.Equal(("Große Halle", "grosse-halle", 52.5), (venue.Name, venue.Slug, venue.Latitude));
        Assert.Equal(Valid with { Name = "Große Halle" }, VenueTerms.Of(venue));
    }

    public static TheoryData<string, VenueTerms> Invalid => new()
    {
        { "Name", Valid with { Name = null } },
        { "Name", Valid with { Name = " - " } },
        { "Name", Valid with { Name = "a\u0000b" } },
        { "Name", Valid with { Name = "\ud800x" } },
        { "Name", Valid with { Name = new string('x', 201) } },
        { "Street", Valid with { Street = "" } },
        { "Street", Valid with { Street = new string('x', 201) } },
        { "PostalCode", Valid with { PostalCode = "" } },
        { "PostalCode", Valid with { PostalCode = new string('1', 21) } },
        { "City", Valid with { City = null } },
        { "City", Valid with { City = new string('x', 101) } },
        { "Country", Valid with { Country = "de" } },
        { "Country", Valid with { Country = "XX" } },
        { "Country", Valid with { Country = "Germany" } },
        { "Country", Valid with { Country = "AQ" } },
        { "TimeZone", Valid with { TimeZone = null } },
        { "TimeZone", Valid with { TimeZone = "Europe/Nowhere" } },
        { "TimeZone", Valid with { TimeZone = "europe/berlin" } },
        { "TimeZone", Valid with { TimeZone = "W. Europe Standard Time" } },
        { "TimeZone", Valid with { TimeZone = "+02:00" } },
        { "TimeZone", Valid with { TimeZone = "Europe/../Europe/Berlin" } },
        { "TimeZone", Valid with { TimeZone = "right/Europe/Berlin" } },
        { "TimeZone", Valid with { TimeZone = "Europe/Berlin\n" } },
        { "Latitude", Valid with { Latitude = null, Longitude = null } },
        { "Latitude", Valid with { Latitude = null } },
        { "Latitude", Valid with { Latitude = 90.1 } },
        { "Latitude", Valid with { Latitude = double.NaN } },
        { "Latitude", Valid with { Latitude = double.NegativeInfinity } },
        { "Longitude", Valid with { Longitude = null } },
        { "Longitude", Valid with { Longitude = -180.5 } },
    };

    [Theory]
    [MemberData(nameof(Invalid))]
    public void Terms_Invalid_NameTheField(string field, VenueTerms terms)
    {
        Assert.Equal([field], terms.Faults().Select(fault => fault.Field));
        Assert.ThrowsAny<Exception>(() => terms.ToVenue(OrganizationId.New(), "x"));
    }

    [Theory]
    [InlineData("HK", "Asia/Hong_Kong")]
    [InlineData("AE", "Asia/Dubai")]
    [InlineData("AR", "America/Argentina/Buenos_Aires")]
    public void Terms_OfOtherCountries_AreValid(string country, string zone) =>
        Assert.Empty((Valid with { Country = country, TimeZone = zone, PostalCode = country == "AR" ? "C1043" : "" }).Faults());

    [Fact]
    public void Slug_Taken_GetsTheNextNumber()
    {
        Assert.Equal("halle", Valid.ChooseSlug(new HashSet<string>()));
        Assert.Equal("halle-3", Valid.ChooseSlug(new HashSet<string> { "halle", "halle-2", "halle-4" }));
        Assert.Equal("venue", (Valid with { Name = "東京ドーム" }).ChooseSlug(new HashSet<string>()));
        Assert.InRange((Valid with { Name = new string('x', 200) }).BaseSlug.Length, 1, 100);
    }

    // Pages and mails name countries by it.
    [Fact]
    public void Countries_All_HaveAName() => Assert.All(CountryCodes.All, code => Assert.NotEmpty(new RegionInfo(code).EnglishName));
}
