using Npgsql;
using Ticketing.Core.Catalog;
using Ticketing.Core.Catalog.Search;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Catalog.Search;

/// <summary>Completes a partial text: by what begins like it, then by events at the place that was found, else by a search.</summary>
internal sealed class SearchCompletion(SearchDatabase database, DateTimeOffset now, Func<CatalogQuery, Task<CatalogAnswer>> searchAsync)
{
    private const int PlacesMax = 3;
    private const int RowsMax = 60;

    private readonly List<Suggestion> _places = [];
    private readonly List<Suggestion> _events = [];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    private bool IsFull => _places.Count + _events.Count >= Suggestion.CountMax;

    public async Task<IReadOnlyList<Suggestion>> ForAsync(string text, CancellationToken cancellationToken)
    {
        var phrase = SearchPhrase.Parse(text);
        if (phrase.IsEmpty)
        {
            return [];
        }

        await BeginningAsync(phrase, cancellationToken);
        if (!IsFull && _places.Count > 0)
        {
            await AtPlaceAsync(_places[0]);
        }
        else if (_events.Count == 0)
        {
            var found = await searchAsync(new CatalogQuery { Text = text, Limit = Suggestion.CountMax, WithFacets = false });
            if (found.Corrected is { } corrected)
            {
                await BeginningAsync(SearchPhrase.Parse(corrected), cancellationToken);
            }

            Add(found.Hits);
        }

        return [.. _places, .. _events.Take(Suggestion.CountMax - _places.Count)];
    }

    private async Task BeginningAsync(SearchPhrase phrase, CancellationToken cancellationToken)
    {
        var words = phrase.Terms.SelectMany(term => term.Words).ToList();
        string[] beginnings =
        [
            string.Join(' ', words.Select(word => word.Plain)),
            string.Join(' ', words.Select(word => word.Forms.Count > 1 ? word.Forms[1] : word.Plain)),
        ];
        await using var connection = await database.OpenAsync(cancellationToken);
        foreach (var beginning in beginnings.Distinct())
        {
            await using var command = new NpgsqlCommand(
                """
                SELECT c.kind, c.ref, c.title, c.detail FROM search.completions c
                WHERE c.key LIKE @beginning AND c.until > @now
                ORDER BY c.weight DESC, c.until, c.ref
                LIMIT @max
                """,
                connection);
            command.With("beginning", beginning + "%").With("now", now).With("max", RowsMax);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                Add(reader.GetInt16(0), reader.GetString(1), reader.GetString(2), reader.GetString(3));
            }
        }
    }

    private void Add(short kind, string reference, string title, string detail)
    {
        if (!_seen.Add(kind == CompletionRow.Event ? reference : $"{kind} {reference}"))
        {
            return;
        }

        if (kind == CompletionRow.Event)
        {
            _events.Add(new Suggestion(SuggestionKind.Event, title, detail, reference));
        }
        else if (_places.Count < PlacesMax)
        {
            _places.Add(new Suggestion(kind == CompletionRow.City ? SuggestionKind.City : SuggestionKind.Venue, title, detail, null));
        }
    }

    private async Task AtPlaceAsync(Suggestion place)
    {
        var query = place.Kind == SuggestionKind.City
            ? new CatalogQuery { City = place.Text, Sort = CatalogSort.Date }
            : new CatalogQuery { Text = place.Text, IsVerbatim = true, Sort = CatalogSort.Date };
        Add((await searchAsync(query with { Limit = Suggestion.CountMax, WithFacets = false })).Hits);
    }

    private void Add(IReadOnlyList<CatalogHit> hits)
    {
        foreach (var hit in hits.Where(hit => _seen.Add(hit.Event.Slug)))
        {
            _events.Add(new Suggestion(SuggestionKind.Event, hit.Event.Title, hit.Next.Venue.City, hit.Event.Slug));
        }
    }
}
