using Ticketing.Core.Catalog;
using Ticketing.Core.Catalog.Search;

namespace Ticketing.Infrastructure.Catalog.Search;

/// <summary>
/// The statements of a search. Every one begins with the tables in the order in which <see cref="SearchTables.Names"/> has them: a swap of
/// the tables locks them in this order, and another would be a deadlock.
/// </summary>
internal static class SearchStatements
{
    /// <summary>Behind every price: events without a free seat.</summary>
    public const double NothingFreeRank = 1e15;

    /// <summary>Hits by names are ranked among this number of matches.</summary>
    private const int RankedMax = 4_000;

    /// <summary>With fewer hits by names, stories are searched too.</summary>
    private const int NamesEnough = 20;

    private const int StoriesMax = 300;

    // Larger than any time in seconds: the trending score decides before the date.
    private const double TrendingStep = 4.3e9;

    private const string InOrder = "search.names, search.stories, search.performances, search.venues";

    private const string Locked = $"WITH locked AS (SELECT FROM {InOrder})";

    // A prepared statement locks the tables of its outermost FROM before those of its CTEs.
    private const string LockedAgain = $"(SELECT count(*) FROM {InOrder} WHERE false) locked_again";

    // Half at 90 days.
    private const string Nearness = "(1 + greatest(0, extract(epoch FROM n.next_at - @at)::float8) / 7776000)";

    // A text whose words have no stem is the same in every language: repeated, the index would be read for each of them.
    private static readonly string StoryQuery = InAllLanguages("@told");

    private static readonly string StoryExcluded = InAllLanguages("@excluded");

    /// <summary>One statement for questions that leave little to look at: page, count and facets from one set of performances.</summary>
    public static string OfSet(CatalogQuery query, SearchConditions conditions, bool hasText, bool hasExcluded) =>
        $"""
        {Locked},
        {(hasText ? Hits(hasExcluded) : "")}
        fit AS MATERIALIZED (
          SELECT p.event, p.starts_at, p.category, p.city, p.city_key, p.day, p.price, {SearchConditions.Availability} AS availability,
            {(hasText ? "h.score" : "0::float8")} AS score, {(IsByTrending(query) ? "n.trending" : "0")} AS trending,
            {(query.Near is null ? "0::float8" : SearchConditions.DistanceKm)} AS km,
            ({conditions.Category}) AS fits_category, ({conditions.City}) AS fits_city, ({conditions.Days}) AS fits_days
          FROM {(hasText ? "found h JOIN search.performances p ON p.event = h.event" : "search.performances p")}
            {(IsByTrending(query) ? "JOIN search.names n ON n.event = p.event" : "")}
            {(query.Near is null ? "" : "JOIN search.venues v ON v.id = p.venue")}
          WHERE {conditions.Rest} {(hasText ? "" : "AND NOT p.cancelled")}
            AND ({conditions.Category})::int + ({conditions.City})::int + ({conditions.Days})::int >= 2),
        hit AS MATERIALIZED (
          SELECT f.event, {RankOfEvent(query, hasText)} AS rank
          FROM fit f
          WHERE f.fits_category AND f.fits_city AND f.fits_days
          GROUP BY f.event),
        page AS MATERIALIZED (
          SELECT h.event, h.rank, row_number() OVER (ORDER BY h.rank, h.event) AS place
          FROM hit h
          {(query.After is null ? "" : "WHERE (h.rank, h.event) > (@after_rank, @after_event)")}
          ORDER BY h.rank, h.event
          LIMIT @limit OFFSET @skip),
        summary AS (
          SELECT (SELECT count(*) FROM hit) AS total{(query.WithFacets ? Facets : ", NULL AS categories, NULL AS cities, NULL AS months")})
        SELECT CASE WHEN t.event IS NULL OR t.place = 1 + @skip THEN u.total END AS total,
          CASE WHEN t.event IS NULL OR t.place = 1 + @skip THEN u.categories END AS categories,
          CASE WHEN t.event IS NULL OR t.place = 1 + @skip THEN u.cities END AS cities,
          CASE WHEN t.event IS NULL OR t.place = 1 + @skip THEN u.months END AS months, {Columns(query)}
        FROM {LockedAgain} CROSS JOIN summary u LEFT JOIN page t ON true {Details(query, conditions)}
        ORDER BY t.rank, t.event
        """;

    /// <summary>
    /// A page of a large catalogue without a text: walks the performances in the order of the sort, at most @scan of them. The column
    /// <c>scanned</c> says how many; fewer than @scan: there are no further ones.
    /// </summary>
    public static string OfWalk(CatalogQuery query, SearchConditions conditions) =>
        $"""
        {Locked},
        walk AS MATERIALIZED (
          SELECT p.event, {RankOfPerformance(query)} AS rank
          FROM search.performances p {(IsByDistance(query) ? "JOIN search.venues v ON v.id = p.venue" : "")}
          WHERE {conditions.All} AND NOT p.cancelled {Start(query)}
          ORDER BY {Order(query)}
          LIMIT @scan),
        hit AS MATERIALIZED ({(query.After is null ? FirstOfEvents : FurtherEvents(query, conditions))}),
        page AS MATERIALIZED (SELECT h.event, h.rank FROM hit h ORDER BY h.rank, h.event LIMIT @limit OFFSET @skip)
        SELECT (SELECT count(*) FROM walk) AS scanned, {Columns(query)}
        FROM {LockedAgain} LEFT JOIN page t ON true {Details(query, conditions)}
        ORDER BY t.rank, t.event
        """;

    /// <summary>How many events match, at most; <c>scanned</c> says whether all performances were looked at.</summary>
    public static string OfCount(SearchConditions conditions) =>
        $"""
        SELECT count(DISTINCT q.event) AS total, count(*) AS scanned
        FROM (SELECT p.event FROM search.performances p WHERE {conditions.All} AND NOT p.cancelled LIMIT @scan) q
        """;

    /// <summary>The counts of one facet, for performances that meet a condition.</summary>
    /// <param name="value">An expression on the performance <c>p</c>.</param>
    /// <param name="name">What is shown of the values that count as one.</param>
    public static string OfFacet(string value, string name, string condition) =>
        $"""
        SELECT min(q.name) AS name, count(*) AS events
        FROM (
          SELECT {value} AS value, min({name} COLLATE "C") AS name, p.event FROM search.performances p
          WHERE {condition} AND NOT p.cancelled GROUP BY {value}, p.event) q
        GROUP BY q.value
        """;

    // The walk begins at the first performance of all: an event's first one in it is its first one.
    private const string FirstOfEvents = "SELECT w.event, min(w.rank) AS rank FROM walk w GROUP BY w.event";

    // It begins within the catalogue: events with a performance before were on a page before.
    private static string FurtherEvents(CatalogQuery query, SearchConditions conditions) =>
        $"""
        SELECT w.event, r.rank
          FROM (SELECT DISTINCT k.event FROM walk k) w
          CROSS JOIN LATERAL (
            SELECT min({RankOfPerformance(query)}) AS rank
            FROM search.performances p {(IsByDistance(query) ? "JOIN search.venues v ON v.id = p.venue" : "")}
            WHERE p.event = w.event AND {conditions.All}) r
          WHERE (r.rank, w.event) > (@after_rank, @after_event)
        """;

    private const string Facets =
        """
        ,
            (SELECT json_object_agg(q.category, q.events) FROM (
              SELECT f.category, count(DISTINCT f.event) AS events FROM fit f WHERE f.fits_city AND f.fits_days GROUP BY f.category) q)::text
              AS categories,
            (SELECT json_object_agg(q.city, q.events) FROM (
              SELECT min(f.city COLLATE "C") AS city, count(DISTINCT f.event) AS events FROM fit f
              WHERE f.fits_category AND f.fits_days GROUP BY f.city_key) q)::text AS cities,
            (SELECT json_object_agg(q.month, q.events) FROM (
              SELECT to_char(f.day, 'YYYY-MM') AS month, count(DISTINCT f.event) AS events FROM fit f
              WHERE f.fits_category AND f.fits_city GROUP BY to_char(f.day, 'YYYY-MM')) q)::text AS months
        """;

    /// <summary>
    /// Events by names, ranked; behind them, if they are few, events by their stories. Cancelled ones are found by their exact title only.
    /// </summary>
    private static string Hits(bool hasExcluded) =>
        $$"""
        named AS MATERIALIZED (
          SELECT n.event,
            ts_rank('{0.05,0.3,0.6,1}', n.names, @q::tsquery)::float8 * (1 + ln(1 + n.trending::float8) / 4)
              * CASE WHEN n.title_key = @typed THEN 2 WHEN starts_with(n.title_key, @typed) THEN 1.4 ELSE 1 END / {{Nearness}} AS score
          FROM (
            SELECT m.event, m.names, m.title_key, m.trending, m.next_at FROM search.names m
            WHERE m.names @@ @q::tsquery {{(hasExcluded ? "AND NOT m.names @@ @excluded::tsquery" : "")}}
              AND m.last_at > @now AND (NOT m.cancelled OR m.title_key = @typed)
            LIMIT {{RankedMax}}) n
          ORDER BY score DESC, n.event
          LIMIT {{CatalogQuery.CountMax + 1}}),
        told AS MATERIALIZED (
          SELECT s.event, ts_rank(s.story, {{StoryQuery}})::float8 * 1e-6 / {{Nearness}} AS score
          FROM search.names n JOIN search.stories s ON s.event = n.event
          WHERE (SELECT count(*) FROM named) < {{NamesEnough}} AND s.story @@ {{StoryQuery}}
            {{(hasExcluded ? $"AND NOT s.story @@ {StoryExcluded}" : "")}}
            AND n.last_at > @now AND NOT n.cancelled AND NOT EXISTS (SELECT FROM named k WHERE k.event = s.event)
          LIMIT {{StoriesMax}}),
        found AS MATERIALIZED (SELECT k.event, k.score FROM named k UNION ALL SELECT k.event, k.score FROM told k),
        """;

    private static string InAllLanguages(string query) =>
        $"""
        (SELECT string_agg(DISTINCT '(' || t.query || ')', ' | ')::tsquery
          FROM (SELECT {query}::text AS query
            {string.Concat(StoryLanguage.All.Select(language => $" UNION ALL SELECT to_tsquery('{language}', {query})::text"))}) t
          WHERE t.query <> '')
        """;

    private static bool IsByTrending(CatalogQuery query) => query.Sort == CatalogSort.Trending;

    private static bool IsByDistance(CatalogQuery query) => query is { Sort: CatalogSort.Distance, Near: not null };

    private static string RankOfEvent(CatalogQuery query, bool hasText) => query.Sort switch
    {
        // What cannot be bought any more falls behind what can.
        CatalogSort.Relevance when hasText => "-max(f.score) * CASE WHEN min(f.availability) IN (0, 1, 3) THEN 1 ELSE 0.4 END",
        CatalogSort.Distance when query.Near is not null => "min(f.km)",
        CatalogSort.Relevance or CatalogSort.Date or CatalogSort.Distance => "min(extract(epoch FROM f.starts_at)::float8)",
        CatalogSort.Price => FormattableString.Invariant($"coalesce(min(f.price)::float8, {NothingFreeRank:F0})"),
        CatalogSort.Trending => FormattableString.Invariant(
            $"min(extract(epoch FROM f.starts_at)::float8) - round(max(f.trending)::float8) * {TrendingStep:F0}"),
    };

    private static string RankOfPerformance(CatalogQuery query) => query.Sort switch
    {
        CatalogSort.Price => FormattableString.Invariant($"coalesce(p.price::float8, {NothingFreeRank:F0})"),
        CatalogSort.Distance when query.Near is not null => SearchConditions.DistanceKm,
        CatalogSort.Relevance or CatalogSort.Date or CatalogSort.Distance or CatalogSort.Trending => "extract(epoch FROM p.starts_at)::float8",
    };

    /// <summary>The order of the walk; an index has it.</summary>
    private static string Order(CatalogQuery query) => query.Sort switch
    {
        CatalogSort.Price => "p.price, p.event",
        CatalogSort.Distance when query.Near is not null => "v.place <-> cube(ARRAY[@x, @y, @z]), p.event",
        CatalogSort.Relevance or CatalogSort.Date or CatalogSort.Distance or CatalogSort.Trending => "p.starts_at, p.event",
    };

    /// <summary>Where the walk of a further page begins.</summary>
    private static string Start(CatalogQuery query) => query switch
    {
        { After: null } => "",
        { Sort: CatalogSort.Price } => "AND (p.price >= @after_rank OR p.price IS NULL)",
        { Sort: CatalogSort.Distance, Near: not null } => "",
        _ => "AND p.starts_at >= to_timestamp(@after_rank) - interval '1 second'",
    };

    private static string Columns(CatalogQuery query) =>
        $"""
        t.event, t.rank, s.slug, s.title, s.category, s.summary, s.artwork_seed, s.picture, s.organizer,
          a.fitting, a.availability, a.free, {(query.Near is null ? "NULL::float8" : "a.km")} AS km, x.id, x.starts_at,
          c.amount, c.currency, w.id AS venue, w.name AS venue_name, w.slug AS venue_slug, w.street, w.postal_code, w.city, w.country,
          w.latitude, w.longitude, w.time_zone
        """;

    /// <summary>What is shown of the page's events <c>t</c>, from their performances that match.</summary>
    private static string Details(CatalogQuery query, SearchConditions conditions) =>
        $"""
        LEFT JOIN search.stories s ON s.event = t.event
        LEFT JOIN LATERAL (
          SELECT count(*)::int AS fitting, min({SearchConditions.Availability}) AS availability, sum(p.free)::int AS free
            {(query.Near is null ? "" : $", min({SearchConditions.DistanceKm}) AS km")}
          FROM search.performances p {(query.Near is null ? "" : "JOIN search.venues v ON v.id = p.venue")}
          WHERE p.event = t.event AND {conditions.All}) a ON true
        LEFT JOIN LATERAL (
          SELECT p.id, p.starts_at, p.venue FROM search.performances p
          WHERE p.event = t.event AND {conditions.All} ORDER BY p.starts_at, p.id LIMIT 1) x ON true
        LEFT JOIN LATERAL (
          SELECT p.amount, p.currency FROM search.performances p
          WHERE p.event = t.event AND p.price IS NOT NULL AND {conditions.All} ORDER BY p.price, p.starts_at LIMIT 1) c ON true
        LEFT JOIN search.venues w ON w.id = x.venue
        """;
}
