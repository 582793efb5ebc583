using System.Globalization;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Development.Demo;
using Ticketing.Tests.Architecture;

namespace Ticketing.Tests.Catalog.Relevance;

/// <summary>
/// The catalogue of the relevance set: the demo's events, the events of <c>events.tsv</c>, and others up to 2,000 that are drawn from lists of
/// words, the same in every run.
/// </summary>
internal static class RelevanceCatalog
{
    public const int EventsBesideTheDemo = 2_000;

    private static readonly DateTimeOffset Now = SampleCatalog.Now;

    private static readonly Dictionary<string, CatalogVenue> Venues = new()
    {
        ["wembley"] = Venue("Wembley Hall", "London", "GB", 51.556, -0.28, "Europe/London"),
        ["albert"] = Venue("Prince Albert Rooms", "London", "GB", 51.501, -0.177, "Europe/London"),
        ["o2"] = Venue("O2 Dome", "London", "GB", 51.503, 0.003, "Europe/London"),
        ["lantern-east"] = Venue("East Lantern Stage", "London", "GB", 51.53, -0.05, "Europe/London"),
        ["elphi"] = Venue("Elbphilharmonie (Elphi)", "Hamburg", "DE", 53.541, 9.984, "Europe/Berlin"),
        ["freiheit"] = Venue("Große Freiheit 36", "Hamburg", "DE", 53.5511, 9.9575, "Europe/Berlin"),
        ["michel"] = Venue("Hauptkirche St. Michaelis", "Hamburg", "DE", 53.548, 9.978, "Europe/Berlin"),
        ["spree"] = Venue("Kesselhaus an der Spree", "Berlin", "DE", 52.51, 13.45, "Europe/Berlin"),
        ["oper"] = Venue("Opernhaus am Markt", "Leipzig", "DE", 51.34, 12.38, "Europe/Berlin"),
        ["kammer"] = Venue("Kammerspiele", "Dresden", "DE", 51.05, 13.74, "Europe/Berlin"),
        ["isar"] = Venue("Isarhalle", "Munich", "DE", 48.137, 11.575, "Europe/Berlin"),
        ["rhein"] = Venue("Rheinterrassen", "Cologne", "DE", 50.94, 6.96, "Europe/Berlin"),
        ["ostsee"] = Venue("Ostseehalle", "Kiel", "DE", 54.32, 10.13, "Europe/Berlin"),
        ["limmat"] = Venue("Saal an der Limmat", "Zürich", "CH", 47.37, 8.54, "Europe/Zurich"),
        ["theatreville"] = Venue("Théâtre de la Ville Neuve", "Paris", "FR", 48.86, 2.35, "Europe/Paris"),
        ["havnen"] = Venue("Salen ved Søerne", "Copenhagen", "DK", 55.69, 12.56, "Europe/Copenhagen"),
        ["hoshi"] = Venue("Hoshi Club", "Tokyo", "JP", 35.66, 139.7, "Asia/Tokyo"),
    };

    private static readonly string[] First =
    [
        "Ella", "Jonas", "Mira", "Anton", "Frieda", "Oskar", "Leonie", "Emil", "Greta", "Hugo", "Paula", "Theo", "Clara", "Bruno", "Lotte", "Karl",
        "Yusuf", "Aylin", "Nora", "Felix", "Ruth", "Samuel", "Iris", "Kaspar", "Wanda", "Edgar", "Tessa", "Ludwig", "Marlene", "Quentin",
    ];

    private static readonly string[] Last =
    [
        "Brandt", "Okonkwo", "Steiner", "Vogel", "Marchetti", "Lund", "Falk", "Novak", "Reuter", "Weber", "Hoffmann", "Castell", "Dorn", "Engel",
        "Winkler", "Sand", "Krüger", "Bach-Meier", "Zeller", "Thorn", "Ramsay", "Ashdown", "Whitlock", "Penrose", "Sørensen", "Petit", "Moreau",
    ];

    private static readonly string[] Nouns =
    [
        "Rivers", "Lanterns", "Wolken", "Nordstern", "Gardens", "Machines", "Kometen", "Pilots", "Foxes", "Glaciers", "Orchards", "Sparrows", "Ziegel",
        "Compass", "Meridian", "Bernstein", "Thunder", "Paperboats", "Signals", "Mondschein", "Harvest", "Silhouettes", "Blaupause", "Tramway", "Cobalt",
    ];

    private static readonly string[] Adjectives =
    [
        "Silent", "Golden", "Stille", "Electric", "Wilde", "Blue", "Letzte", "Hidden", "Kleine", "Northern", "Burning", "Leise", "Hollow", "Bright", "Ferne",
    ];

    private static readonly string[] Forms =
    [
        "{0} {1}: {2} {3} Tour", "{2} {3}", "{0} {1} Trio", "An Evening with {0} {1}", "{0} {1} liest", "{3} & {2} Sound", "{2} {3} Live", "Die {2}n {3}",
        "{0} {1} – {2} {3}",
    ];

    private static readonly string[] English =
    [
        "An evening of songs and stories, with guests from three cities and a band that knows when to stop.",
        "The new programme for the season, played once and never recorded.",
        "A show about families, kitchens and the long way home, with music by the cast.",
    ];

    private static readonly string[] German =
    [
        "Ein Abend mit Liedern und Geschichten, mit Gästen aus drei Städten und einer Kapelle, die nicht zu laut spielt.",
        "Das neue Programm der Saison, nur an diesem einen Abend und nicht im Radio.",
        "Ein Stück über Familien, Küchen und den langen Weg nach Hause, mit der Musik des Ensembles.",
    ];

    public static List<CatalogEvent> Events() => [.. Demo(), .. Written(), .. Drawn(EventsBesideTheDemo - Written().Count())];

    private static IEnumerable<CatalogEvent> Demo()
    {
        var venues = DemoContent.Venues().ToDictionary(
            venue => venue.Slug, venue => Venue(venue.Name, venue.City, venue.Country, venue.Latitude, venue.Longitude, venue.TimeZone));
        return DemoContent.Events().Where(entry => entry.State != DemoState.Cancelled).Select((entry, number) =>
            new SampleEvent(entry.Title)
            {
                Slug = Slug.Of(entry.Title),
                Category = entry.Category,
                Summary = entry.Summary,
                Description = string.Join("\n\n", entry.Story),
                Organizer = "Northlight Presents",
            }.Make([new SampleDate { StartsAt = Now.AddDays(10 + number), Venue = venues[entry.Venue] }]));
    }

    private static IEnumerable<CatalogEvent> Written() =>
        Repository.Read("Ticketing.Tests/Catalog/Relevance/events.tsv").Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line[0] != '#').Select(line => line.Split('\t')).Select((row, number) =>
                new SampleEvent(row[1]) { Slug = row[0], Category = row[2], Summary = row[5], Organizer = "Kontor & Co" }
                    .Make([new SampleDate { StartsAt = Now.AddDays(12 + (number % 50)), Venue = Venues[row[3]] }]));

    private static IEnumerable<CatalogEvent> Drawn(int count)
    {
        var random = new SeededRandom("relevance");
        var places = Venues.Values.ToList();
        for (var number = 0; number < count; number++)
        {
            var (first, last, adjective, noun) = (random.Pick(First), random.Pick(Last), random.Pick(Adjectives), random.Pick(Nouns));
            var title = string.Format(CultureInfo.InvariantCulture, random.Pick(Forms), first, last, adjective, noun);
            yield return new SampleEvent(title)
            {
                Slug = string.Create(CultureInfo.InvariantCulture, $"drawn-{number}"),
                Category = random.Pick(Categories.All),
                Summary = random.Pick(number % 2 == 0 ? English : German),
                Organizer = "Kontor & Co",
            }.Make([new SampleDate { StartsAt = Now.AddDays(1 + (number % 300)), Venue = random.Pick(places) }]);
        }
    }

    private static CatalogVenue Venue(string name, string city, string country, double latitude, double longitude, string zone) => new(
        VenueId.New(), name, Slug.Of(name), "Street 1", "10115", city, country, new GeoPoint(latitude, longitude), zone);
}
