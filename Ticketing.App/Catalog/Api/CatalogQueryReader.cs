using System.Globalization;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;

namespace Ticketing.App.Catalog.Api;

/// <summary>
/// Reads a catalogue query from a query string. Pages ignore invalid parameters; the API refuses them with a message each.
/// </summary>
internal sealed class CatalogQueryReader(IQueryCollection parameters)
{
    private const double RadiusKmMax = 20_000;
    private const long PriceMax = 100_000_000;

    // Always with an offset: a local time would be ambiguous.
    private static readonly string[] InstantFormats =
    [
        "yyyy-MM-dd'T'HH:mmzzz", "yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss'Z'",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'",
    ];

    /// <summary>Error messages by parameter.</summary>
    public Dictionary<string, string[]> Errors { get; } = [];

    public CatalogQuery Read()
    {
        var query = new CatalogQuery
        {
            Text = Text("q"),
            IsVerbatim = Flag("exact"),
            Category = Category(),
            City = Text("city"),
            Near = Near(),
            RadiusKm = Number("radiusKm", 0.1, RadiusKmMax),
            From = Bound("from"),
            To = Bound("to"),
            MinPrice = Whole("minPrice", 0, PriceMax),
            MaxPrice = Whole("maxPrice", 0, PriceMax),
            AvailableOnly = Flag("available"),
            Sort = Sort(),
        };
        if (query.RadiusKm is not null && query.Near is null)
        {
            Refuse("radiusKm", "A radius needs 'near'.");
        }

        if (query.Sort == CatalogSort.Distance && query.Near is null)
        {
            Refuse("sort", "Sorting by distance needs 'near'.");
            return query with { Sort = CatalogSort.Relevance };
        }

        return query;
    }

    public long? Whole(string name, long min, long max)
    {
        if (Value(name) is not { } value)
        {
            return null;
        }

        if (long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max)
        {
            return number;
        }

        Refuse(name, string.Create(CultureInfo.InvariantCulture, $"'{name}' is a whole number from {min} to {max}."));
        return null;
    }

    public void Refuse(string name, string message) => Errors.TryAdd(name, [message]);

    /// <summary>The trimmed value; null if it is missing or empty.</summary>
    public string? Value(string name) => parameters.TryGetValue(name, out var values) && values.Count > 0 && !string.IsNullOrWhiteSpace(values[^1]) ? values[^1]!.Trim() : null;

    private string? Text(string name)
    {
        var value = Value(name);
        if (value is null)
        {
            return null;
        }

        if (value.Length <= CatalogQuery.TextLengthMax && !value.Any(char.IsControl))
        {
            return value;
        }

        Refuse(name, string.Create(CultureInfo.InvariantCulture, $"'{name}' has at most {CatalogQuery.TextLengthMax} printable characters."));
        return null;
    }

    private string? Category()
    {
        if (Value("category") is not { } value)
        {
            return null;
        }

        if (Categories.All.Contains(value))
        {
            return value;
        }

        Refuse("category", $"'category' is one of {string.Join(", ", Categories.All)}.");
        return null;
    }

    private double? Number(string name, double min, double max)
    {
        if (Value(name) is not { } value)
        {
            return null;
        }

        if (double.TryParse(value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number >= min && number <= max)
        {
            return number;
        }

        Refuse(name, string.Create(CultureInfo.InvariantCulture, $"'{name}' is a number from {min} to {max}."));
        return null;
    }

    private GeoPoint? Near()
    {
        if (Value("near") is not { } value)
        {
            return null;
        }

        var parts = value.Split(',');
        if (parts.Length == 2
            && double.TryParse(parts[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var latitude)
            && double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var longitude)
            && new GeoPoint(latitude, longitude) is { IsValid: true } point)
        {
            return point;
        }

        Refuse("near", "'near' is a latitude and a longitude in degrees: 52.52,13.40.");
        return null;
    }

    /// <summary>A day, or a time with its offset.</summary>
    public TimeBound? Bound(string name)
    {
        if (Value(name) is not { } value)
        {
            return null;
        }

        if (DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return TimeBound.On(day);
        }

        if (DateTimeOffset.TryParseExact(value, InstantFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant))
        {
            return TimeBound.At(instant);
        }

        Refuse(name, $"'{name}' is a date (2027-03-28) or a time with its offset (2027-03-28T20:00:00+02:00).");
        return null;
    }

    private bool Flag(string name)
    {
        switch (Value(name))
        {
            case null or "false" or "0":
                return false;
            case "true" or "1" or "on":
                return true;
            default:
                Refuse(name, $"'{name}' is true or false.");
                return false;
        }
    }

    private CatalogSort Sort()
    {
        if (Value("sort") is not { } value)
        {
            return CatalogSort.Relevance;
        }

        if (EnumWords.TryFromWord<CatalogSort>(value, out var sort))
        {
            return sort;
        }

        Refuse("sort", "'sort' is relevance, date, price, distance or trending.");
        return CatalogSort.Relevance;
    }
}
