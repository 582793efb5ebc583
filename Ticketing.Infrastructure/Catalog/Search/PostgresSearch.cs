using System.Data;
using Microsoft.Extensions.Logging;
using Npgsql;
using Ticketing.Core.Catalog;
using Ticketing.Core.Catalog.Search;
using Ticketing.Infrastructure.Catalog.Questions;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Catalog.Search;

/// <summary>
/// Searches the projection in PostgreSQL. Questions with a text, and all questions to a small catalogue, are one statement over the set of
/// matching performances; questions to a large one walk an index to the page and take its facets from <see cref="SearchFacets"/>.
/// </summary>
public sealed partial class PostgresSearch(
    SearchDatabase database, CatalogRefresher refresher, SynonymStore synonyms, SearchLog log, TimeProvider time,
    ILogger<PostgresSearch> logger) : ISearchEngine
{
    private const int ScanFactor = 4;
    private const int ScanGrowth = 8;

    private readonly SearchFacets _facets = new(database);

    public async Task<CatalogAnswer> SearchAsync(CatalogQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var answer = await GuardAsync(() => FindAsync(query, cancellationToken), cancellationToken);
        log.Count(query, answer);
        return answer;
    }

    public Task<IReadOnlyList<Suggestion>> SuggestAsync(string text, CancellationToken cancellationToken) => GuardAsync(
        () => new SearchCompletion(database, time.GetUtcNow(), query => FindAsync(query, cancellationToken)).ForAsync(text, cancellationToken),
        cancellationToken);

    public Task<bool> HasTrendingAsync(CancellationToken cancellationToken) => GuardAsync(
        () => _facets.HasTrendingAsync(cancellationToken), cancellationToken);

    public Task RefreshAsync(CancellationToken cancellationToken) => refresher.RefreshAsync(cancellationToken);

    private async Task<CatalogAnswer> FindAsync(CatalogQuery query, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        // Who wants the text as it was typed gets no synonyms either.
        var typed = SearchPhrase.Parse(query.Text);
        var phrase = query.IsVerbatim ? typed : synonyms.Current.Expand(typed);
        if (!phrase.IsEmpty)
        {
            return await FindTextAsync(query, phrase, now, cancellationToken);
        }

        return await _facets.StoredAsync(cancellationToken) is not { } totals
            // A radius has few venues: their performances are a set.
            || query is { Near: not null, RadiusKm: not null }
            || (query.Sort == CatalogSort.Trending && await _facets.HasTrendingAsync(cancellationToken))
                ? await FindSetAsync(query, null, now, cancellationToken)
                : await WalkAsync(query, totals, now, cancellationToken);
    }

    private async Task<CatalogAnswer> FindTextAsync(
        CatalogQuery query, SearchPhrase phrase, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var answer = await FindSetAsync(query, phrase, now, cancellationToken);
        if (answer.Total > 0 || query.IsVerbatim || await CorrectAsync(phrase, cancellationToken) is not { } corrected)
        {
            return answer;
        }

        // Only filters may have left nothing of what the text finds: then the text is right.
        var unfiltered = new CatalogQuery { Text = query.Text, Limit = 0, WithFacets = false };
        if (query != unfiltered && (await FindSetAsync(unfiltered, phrase, now, cancellationToken)).Total > 0)
        {
            return answer;
        }

        answer = await FindSetAsync(query, corrected, now, cancellationToken);
        return answer.Total > 0 ? answer with { Corrected = corrected.Text } : answer;
    }

    private async Task<SearchPhrase?> CorrectAsync(SearchPhrase phrase, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await SpellingCorrector.CorrectAsync(phrase, connection, cancellationToken);
    }

    private async Task<CatalogAnswer> FindSetAsync(
        CatalogQuery query, SearchPhrase? phrase, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var conditions = await ConditionsAsync(query, now, cancellationToken);
        var excluded = phrase?.ToExcludedQuery();
        await using var connection = await database.OpenAsync(cancellationToken);
#pragma warning disable CA2100 // Built from constants; every value is a parameter.
        await using var command = new NpgsqlCommand(
            SearchStatements.OfSet(query, conditions, phrase is not null, excluded is not null), connection);
#pragma warning restore CA2100
        conditions.AddTo(command);
        AddPage(command, query);
        // In whole seconds, as the cursor has it: a page must calculate the same scores as the one before.
        var at = query.After?.At ?? DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds());
        if (phrase is not null)
        {
            command.With("q", phrase.ToQuery()).With("told", phrase.ToStoryQuery()).With("excluded", excluded ?? "").With("typed", phrase.Key).With("at", at);
        }

        var hits = new List<CatalogHit>();
        var answer = CatalogAnswer.Empty;
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            answer = SearchReading.Summary(row) ?? answer;
            if (SearchReading.Hit(row) is { } hit)
            {
                hits.Add(hit);
            }
        }

        return Paged(answer, hits, query, at);
    }

    private async Task<CatalogAnswer> WalkAsync(
        CatalogQuery query, FacetTotals totals, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var conditions = await ConditionsAsync(query, now, cancellationToken);
        var hits = new List<CatalogHit>();
        for (var scan = ScanFactor * (query.Limit + 1 + query.Skip); query.Limit > 0; scan *= ScanGrowth)
        {
            await using var connection = await database.OpenAsync(cancellationToken);
#pragma warning disable CA2100 // Built from constants; every value is a parameter.
            await using var command = new NpgsqlCommand(SearchStatements.OfWalk(query, conditions), connection);
#pragma warning restore CA2100
            conditions.AddTo(command);
            AddPage(command, query);
            command.With("scan", scan);
            hits.Clear();
            var scanned = 0L;
            await using (var row = await command.ExecuteReaderAsync(cancellationToken))
            {
                while (await row.ReadAsync(cancellationToken))
                {
                    scanned = row.GetInt64("scanned");
                    if (SearchReading.Hit(row) is { } hit)
                    {
                        hits.Add(hit);
                    }
                }
            }

            if (hits.Count > query.Limit || scanned < scan)
            {
                break;
            }
        }

        var (total, isExceeded) = await _facets.CountAsync(query, conditions, totals, cancellationToken);
        var answer = new CatalogAnswer(
            [], query.WithFacets ? await _facets.OfAsync(query, conditions, totals, cancellationToken) : CatalogFacets.None)
        {
            Total = total,
            IsTotalExceeded = isExceeded,
        };
        return Paged(answer, hits, query, now);
    }

    private async Task<SearchConditions> ConditionsAsync(CatalogQuery query, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (query is not { Near: { } near, RadiusKm: { } km })
        {
            return new SearchConditions(query, [], now);
        }

        // Looked up once, before the statement: within it, it would be done again for each event of the page.
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(
            """
            SELECT coalesce(array_agg(v.id), '{}') FROM search.venues v
            WHERE cube_enlarge(cube(ARRAY[@x, @y, @z]), @chord, 3) @> v.place AND cube_distance(v.place, cube(ARRAY[@x, @y, @z])) <= @chord
            """,
            connection);
        var (x, y, z) = SearchTables.PointOf(near);
        command.With("x", x).With("y", y).With("z", z).With("chord", SearchTables.Chord(km));
        return new SearchConditions(query, (Guid[])(await command.ExecuteScalarAsync(cancellationToken))!, now);
    }

    // One hit more than the page says that there is a further page.
    private static void AddPage(NpgsqlCommand command, CatalogQuery query)
    {
        command.With("limit", query.Limit == 0 ? 0 : query.Limit + 1).With("skip", query.Skip);
        if (query.After is { } after)
        {
            command.With("after_rank", after.Rank).With("after_event", after.Id);
        }
    }

    private static CatalogAnswer Paged(CatalogAnswer answer, List<CatalogHit> hits, CatalogQuery query, DateTimeOffset at)
    {
        if (hits.Count <= query.Limit)
        {
            return answer with { Hits = hits };
        }

        hits.RemoveAt(hits.Count - 1);
        return answer with { Hits = hits, Next = new CatalogPosition(hits[^1].Rank, hits[^1].Event.Id.Value, at) };
    }

    /// <summary>Whatever the database refuses or delays, the caller can go on without a search.</summary>
    private async Task<T> GuardAsync<T>(Func<Task<T>> searchAsync, CancellationToken cancellationToken)
    {
        await refresher.RequestedAsync(cancellationToken);
        try
        {
            return await searchAsync();
        }
        catch (Exception cause) when (cause is NpgsqlException || DatabaseRetry.IsTransient(cause))
        {
            LogUnavailable(cause);
            throw new SearchUnavailableException(cause);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The search is unavailable")]
    private partial void LogUnavailable(Exception cause);
}
