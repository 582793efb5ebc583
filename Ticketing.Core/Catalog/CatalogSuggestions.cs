namespace Ticketing.Core.Catalog;

public enum SuggestionKind
{
    Event,
    Venue,
    City,
}

/// <summary>A suggestion for the search field.</summary>
/// <param name="Event">The event; null for a venue or a city.</param>
public sealed record Suggestion(SuggestionKind Kind, string Text, string Detail, CatalogEvent? Event);

/// <summary>Completes a partial search text, tolerating one typing mistake a word.</summary>
public static class CatalogSuggestions
{
    public const int CountMax = 8;

    public static IReadOnlyList<Suggestion> For(CatalogSnapshot catalog, string text, DateTimeOffset now)
    {
        var words = SearchableText.Words(text);
        if (words.Length == 0)
        {
            return [];
        }

        var hits = CatalogSearch.Run(catalog, new CatalogQuery { Text = text }, now).Hits;
        var places = new List<Suggestion>();
        foreach (var venue in hits.Select(hit => hit.Next.Venue).DistinctBy(venue => venue.Id))
        {
            if (Begins(CityNames.ToSearch(venue.City), words) && !places.Exists(place => place.Text == venue.City))
            {
                places.Add(new Suggestion(SuggestionKind.City, venue.City, venue.Country, null));
            }
            else if (Begins(venue.Name, words))
            {
                places.Add(new Suggestion(SuggestionKind.Venue, venue.Name, venue.City, null));
            }
        }

        return
        [
            .. places.Take(3),
            .. hits.Take(CountMax - Math.Min(3, places.Count))
                .Select(hit => new Suggestion(SuggestionKind.Event, hit.Event.Title, hit.Next.Venue.City, hit.Event)),
        ];
    }

    private static bool Begins(string name, string[] words)
    {
        var own = SearchableText.Words(name);
        return Array.TrueForAll(words, word => Array.Exists(own, candidate => candidate.StartsWith(word, StringComparison.Ordinal)));
    }
}
