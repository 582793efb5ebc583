using System.Globalization;
using System.Text;

namespace Ticketing.Core.Catalog.Search;

/// <summary>An event's words by the field they are from, for ranking.</summary>
public sealed class SearchDocument
{
    // PostgreSQL's limits of a text search vector.
    private const int PlaceMax = 16_000;
    private const int PlacesPerWordMax = 200;

    // Words of different fields are not neighbours: a quoted question must not span them.
    private const int FieldGap = 10;

    private readonly SortedDictionary<string, List<string>> _places = new(StringComparer.Ordinal);
    private readonly StringBuilder _story = new();
    private int _place = 1;

    private SearchDocument(CatalogEvent catalogEvent, IReadOnlyList<CatalogVenue> venues)
    {
        var title = SearchWords.Of(catalogEvent.Title);
        TitleKey = string.Join(' ', title.Select(word => word.Plain));
        AddField(title, 'A');
        AddField(SearchWords.Of(Categories.ToSearch(catalogEvent.Category)), 'B');
        foreach (var venue in venues)
        {
            AddField(SearchWords.Of(venue.Name), 'C');
            AddField(SearchWords.Of(CityNames.ToSearch(venue.City)), 'C');
        }

        AddField(SearchWords.Of(catalogEvent.Organizer.Name), 'C');
        var story = SearchWords.Of($"{catalogEvent.Summary} {catalogEvent.Description}");
        Language = StoryLanguage.Of(story);
        AddToStory(story);
    }

    /// <summary>See <see cref="SearchWords.Key"/>.</summary>
    public string TitleKey { get; }

    /// <summary>A configuration of PostgreSQL; see <see cref="StoryLanguage"/>.</summary>
    public string Language { get; }

    /// <summary>
    /// The names as a text search vector: title A, category B, venues, cities and organizer C. Not stemmed.
    /// </summary>
    public string Names => string.Join(' ', _places.Select(pair => $"'{pair.Key}':{string.Join(',', pair.Value)}"));

    /// <summary>All words, names included, as a text to be stemmed.</summary>
    public string Story => _story.ToString();

    public static SearchDocument Of(CatalogEvent catalogEvent, IReadOnlyList<CatalogVenue> venues) => new(catalogEvent, venues);

    private void AddField(IReadOnlyList<SearchWord> words, char weight)
    {
        foreach (var word in words)
        {
            foreach (var form in word.Forms)
            {
                if (!_places.TryGetValue(form, out var places))
                {
                    _places[form] = places = [];
                }

                if (places.Count < PlacesPerWordMax && _place < PlaceMax)
                {
                    places.Add(string.Create(CultureInfo.InvariantCulture, $"{_place}{weight}"));
                }
            }

            _place++;
        }

        _place += FieldGap;
        AddToStory(words);
    }

    private void AddToStory(IReadOnlyList<SearchWord> words)
    {
        foreach (var form in words.Select(word => word.Plain).Concat(words.SelectMany(word => word.Forms.Skip(1))))
        {
            _story.Append(form).Append(' ');
        }
    }
}
