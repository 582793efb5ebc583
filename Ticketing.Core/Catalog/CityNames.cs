using System.Globalization;

namespace Ticketing.Core.Catalog;

/// <summary>Names of cities in the reader's language. Venues have their English names, which addresses and filters keep.</summary>
public static class CityNames
{
    private static readonly Dictionary<string, string> German = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Antwerp"] = "Antwerpen",
        ["Athens"] = "Athen",
        ["Brussels"] = "Brüssel",
        ["Bucharest"] = "Bukarest",
        ["Cologne"] = "Köln",
        ["Copenhagen"] = "Kopenhagen",
        ["Florence"] = "Florenz",
        ["Geneva"] = "Genf",
        ["Gothenburg"] = "Göteborg",
        ["Hanover"] = "Hannover",
        ["Krakow"] = "Krakau",
        ["Lisbon"] = "Lissabon",
        ["Lucerne"] = "Luzern",
        ["Milan"] = "Mailand",
        ["Moscow"] = "Moskau",
        ["Munich"] = "München",
        ["Naples"] = "Neapel",
        ["Nice"] = "Nizza",
        ["Nuremberg"] = "Nürnberg",
        ["Prague"] = "Prag",
        ["Rome"] = "Rom",
        ["Strasbourg"] = "Straßburg",
        ["Tokyo"] = "Tokio",
        ["Venice"] = "Venedig",
        ["Vienna"] = "Wien",
        ["Warsaw"] = "Warschau",
        ["Zurich"] = "Zürich",
    };

    /// <summary>The name to show; the city's own where the language has no other.</summary>
    public static string In(string city, CultureInfo culture)
    {
        ArgumentNullException.ThrowIfNull(culture);
        return culture.TwoLetterISOLanguageName == "de" && German.TryGetValue(city, out var name) ? name : city;
    }

    /// <summary>All names by which a city is looked for, separated by spaces.</summary>
    internal static string ToSearch(string city) => string.Join(' ', AllOf(city));

    /// <summary>All names of a city.</summary>
    public static IReadOnlyList<string> AllOf(string city) => German.TryGetValue(city, out var name) ? [city, name] : [city];
}
