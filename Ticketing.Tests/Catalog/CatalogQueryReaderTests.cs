using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Ticketing.App.Catalog.Api;
using Ticketing.Core.Catalog;

namespace Ticketing.Tests.Catalog;

/// <summary>Parsing of a query string into a catalogue query.</summary>
public sealed class CatalogQueryReaderTests
{
    public static TheoryData<string, string> Wrong => new()
    {
        { "q", new string('x', 201) },
        { "q", "a\u0000b" },
        { "q", "a\nb" },
        { "category", "opera" },
        { "category", "Concert" },
        { "category", "' or 1=1 --" },
        { "city", new string('x', 201) },
        { "city", "a\u0007" },
        { "near", "here" },
        { "near", "52.52" },
        { "near", "52.52,13.4,1" },
        { "near", "91,0" },
        { "near", "0,180.1" },
        { "near", "NaN,0" },
        { "near", "1e400,0" },
        { "near", "52,52;13,40" },
        { "radiusKm", "0" },
        { "radiusKm", "-5" },
        { "radiusKm", "20001" },
        { "radiusKm", "NaN" },
        { "radiusKm", "ten" },
        { "from", "tomorrow" },
        { "from", "2027-02-30" },
        { "from", "28.03.2027" },
        { "from", "2027-03-28T20:00:00" },
        { "from", "2027-03-28T20:00" },
        { "from", "2027-03-28T25:00:00Z" },
        { "from", "2027-03-28T20:00:00 02:00" },
        { "to", "0000-00-00" },
        { "to", "99999-01-01" },
        { "minPrice", "-1" },
        { "minPrice", "1.5" },
        { "minPrice", "0x10" },
        { "maxPrice", "100000001" },
        { "maxPrice", "99999999999999999999" },
        { "maxPrice", "1,000" },
        { "available", "maybe" },
        { "available", "2" },
        { "sort", "random" },
        { "sort", "0" },
        { "sort", "Date" },
        { "sort", "distance" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Value_Invalid_IsRefusedByName(string name, string value)
    {
        var reader = Reader((name, value));

        var query = reader.Read();

        Assert.Equal([name], reader.Errors.Keys);
        // A page applies the valid values.
        Assert.Equal(new CatalogQuery(), query);
    }

    [Fact]
    public void Values_AllInvalid_AreAllReported()
    {
        var reader = Reader([.. Wrong.Select(row => (row.Data.Item1, row.Data.Item2)).DistinctBy(row => row.Item1)]);

        reader.Read();

        Assert.Equal(Wrong.Select(row => row.Data.Item1).Distinct().Order(StringComparer.Ordinal), reader.Errors.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Values_AllValid_AreParsed()
    {
        var reader = Reader(
            ("q", " fado "), ("category", "concert"), ("city", "São Paulo"), ("near", "-23.55,-46.63"), ("radiusKm", "12.5"), ("from", "2027-03-28"),
            ("to", "2027-03-28T20:00:00+02:00"), ("minPrice", "0"), ("maxPrice", "100000000"), ("available", "true"), ("sort", "distance"));

        var query = reader.Read();

        Assert.Empty(reader.Errors);
        Assert.Equal(
            new CatalogQuery
            {
                Text = "fado",
                Category = Categories.Concert,
                City = "São Paulo",
                Near = new GeoPoint(-23.55, -46.63),
                RadiusKm = 12.5,
                From = TimeBound.On(new DateOnly(2027, 3, 28)),
                To = TimeBound.At(new DateTimeOffset(2027, 3, 28, 18, 0, 0, TimeSpan.Zero)),
                MinPrice = 0,
                MaxPrice = 100_000_000,
                AvailableOnly = true,
                Sort = CatalogSort.Distance,
            },
            query);
    }

    [Theory]
    [InlineData("2027-03-28T20:00Z")]
    [InlineData("2027-03-28T20:00:00Z")]
    [InlineData("2027-03-28T20:00:00.000Z")]
    [InlineData("2027-03-28T21:00:00.0000000+01:00")]
    [InlineData("2027-03-28T16:30-03:30")]
    public void Instant_WithOffset_IsParsed(string text)
    {
        var reader = Reader(("from", text));

        Assert.Equal(DateTimeOffset.Parse("2027-03-28T20:00:00Z", CultureInfo.InvariantCulture), reader.Read().From!.Value.Instant);
        Assert.Empty(reader.Errors);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    public void Value_Empty_IsAbsent(string value)
    {
        var reader = Reader([.. Wrong.Select(row => row.Data.Item1).Distinct().Select(name => (name, value))]);

        Assert.Equal(new CatalogQuery(), reader.Read());
        Assert.Empty(reader.Errors);
    }

    [Fact]
    public void Value_SentTwice_IsTheLast()
    {
        var reader = new CatalogQueryReader(new QueryCollection(new Dictionary<string, StringValues> { ["city"] = new(["Berlin", "Hamburg"]) }));

        Assert.Equal("Hamburg", reader.Read().City);
    }

    private static CatalogQueryReader Reader(params (string Name, string Value)[] values) =>
        new(new QueryCollection(values.ToDictionary(value => value.Name, value => new StringValues(value.Value))));
}
