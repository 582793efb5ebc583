namespace Ticketing.Core.Catalog;

/// <summary>Finds public events. Another engine can replace PostgreSQL: docs/decisions/0018-search-in-postgresql.md.</summary>
public interface ISearchEngine
{
    /// <summary>
    /// Finds events with a future performance that matches all filters. Each facet is counted under all the other filters.
    /// </summary>
    /// <exception cref="SearchUnavailableException">The engine failed or exceeded its time limit.</exception>
    Task<CatalogAnswer> SearchAsync(CatalogQuery query, CancellationToken cancellationToken);

    /// <summary>Completes a partial search text; at most <see cref="Suggestion.CountMax"/>.</summary>
    /// <exception cref="SearchUnavailableException">The engine failed or exceeded its time limit.</exception>
    Task<IReadOnlyList<Suggestion>> SuggestAsync(string text, CancellationToken cancellationToken);

    /// <summary>Whether events have trending scores, so that sorting by them means something.</summary>
    /// <exception cref="SearchUnavailableException">The engine failed or exceeded its time limit.</exception>
    Task<bool> HasTrendingAsync(CancellationToken cancellationToken);

    /// <summary>Applies all changes of the catalogue and counts all seats, so that the next search finds them.</summary>
    Task RefreshAsync(CancellationToken cancellationToken);
}

/// <summary>Search is unavailable. Pages show the list of events instead; sales do not depend on it.</summary>
public sealed class SearchUnavailableException(Exception cause) : Exception("The search is unavailable.", cause);

public enum SuggestionKind
{
    Event,
    Venue,
    City,
}

/// <summary>A suggestion for the search field.</summary>
/// <param name="Detail">The city of an event or a venue, the country of a city.</param>
/// <param name="Slug">The event's slug; null for a venue or a city.</param>
public sealed record Suggestion(SuggestionKind Kind, string Text, string Detail, string? Slug)
{
    public const int CountMax = 8;
}
