using Npgsql;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Catalog.Search;

/// <summary>Writes events into the projection's tables, those in use or those of a rebuild.</summary>
internal sealed class SearchTables
{
    private const double VenueWeight = 1e6;
    private const double CityWeight = 2e6;
    private const double EarthRadiusKm = 6371;
    private const int RowsAtOnce = 5_000;

    /// <summary>The tables in the order in which every statement names them: a swap locks them in the same order.</summary>
    public static readonly IReadOnlyList<string> Names = ["names", "stories", "performances", "venues", "words", "completions"];

    private static readonly BatchTable<EventRows> Events = new BatchTable<EventRows>("events")
        .Column("event", row => row.Event.Id)
        .Column("title_key", row => row.Document.TitleKey)
        .Column("names", row => row.Document.Names)
        .Column("next_at", row => row.NextAt)
        .Column("last_at", row => row.LastAt)
        .Column("cancelled", row => row.Event.IsCancelled)
        .Column("hash", row => row.Hash)
        .Column("slug", row => row.Event.Slug)
        .Column("title", row => row.Event.Title)
        .Column("category", row => row.Event.Category)
        .Column("summary", row => row.Event.Summary)
        .Column("artwork_seed", row => row.Event.ArtworkSeed)
        .Column("picture", row => row.Event.Picture)
        .Column("organizer", row => row.Event.Organizer.Name)
        .Column("language", row => row.Document.Language)
        .Column("story", row => row.Document.Story);

    private static readonly BatchTable<PerformanceRow> Performances = new BatchTable<PerformanceRow>("performances")
        .Column("id", row => row.Performance.Id)
        .Column("event", row => row.Event.Id)
        .Column("venue", row => row.Performance.Venue.Id)
        .Column("category", row => row.Event.Category)
        .Column("city", row => row.Performance.Venue.City)
        .Column("city_key", row => row.CityKey)
        .Column("day", row => row.Day)
        .Column("starts_at", row => row.Performance.StartsAt)
        .Column("ends_at", row => row.Performance.EndsAt)
        .Column("on_sale_at", row => row.Performance.OnSaleAt)
        .Column("off_sale_at", row => row.Performance.OffSaleAt)
        .Column("sale", row => row.Sale)
        .Column("few_max", row => Availabilities.FewMax(row.Performance.SeatCount))
        .Column("free", row => row.Seats.Free)
        .Column("held", row => row.Seats.Held)
        .Column("free_categories", row => row.Seats.FreeCategories)
        .Column("price", row => row.Seats.Price)
        .Column("amount", row => row.Seats.Amount)
        .Column("currency", row => row.Seats.Currency)
        .Column("price_low", row => row.Seats.PriceLow)
        .Column("price_high", row => ReferenceRates.EuroCents(row.Performance.PriceTo))
        .Column("cancelled", row => row.Event.IsCancelled);

    private static readonly BatchTable<CatalogVenue> Venues = new BatchTable<CatalogVenue>("venues")
        .Column("id", row => row.Id)
        .Column("name", row => row.Name)
        .Column("slug", row => row.Slug)
        .Column("street", row => row.Street)
        .Column("postal_code", row => row.PostalCode)
        .Column("city", row => row.City)
        .Column("country", row => row.Country)
        .Column("latitude", row => row.Position.Latitude)
        .Column("longitude", row => row.Position.Longitude)
        .Column("time_zone", row => row.TimeZone)
        .Column("x", row => PointOf(row.Position).X)
        .Column("y", row => PointOf(row.Position).Y)
        .Column("z", row => PointOf(row.Position).Z);

    private static readonly BatchTable<CompletionRow> Completions = new BatchTable<CompletionRow>("completions")
        .Column("key", row => row.Key)
        .Column("kind", row => row.Kind)
        .Column("ref", row => row.Ref)
        .Column("title", row => row.Title)
        .Column("detail", row => row.Detail)
        .Column("weight", row => row.Weight)
        .Column("until", row => row.Until);

    private readonly string _prefix;
    private readonly SqlScript _remove;
    private readonly SqlScript _countWords;
    private readonly SqlScript _writeNames;
    private readonly SqlScript _writeStories;
    private readonly SqlScript _writePerformances;
    private readonly SqlScript _writeVenues;
    private readonly SqlScript _writeCompletions;

    private SearchTables(string prefix)
    {
        _prefix = prefix;
        // Completions first: their slug is in the story's row.
        _remove = SqlScript.Of(
            $"""
            WITH completion AS (
              DELETE FROM {prefix}completions c USING {prefix}stories s WHERE s.event = ANY(@events) AND c.kind = 0 AND c.ref = s.slug),
            story AS (DELETE FROM {prefix}stories s WHERE s.event = ANY(@events) AND NOT s.event = ANY(@kept)),
            performance AS (DELETE FROM {prefix}performances p WHERE p.event = ANY(@events))
            DELETE FROM {prefix}names n WHERE n.event = ANY(@events) AND NOT n.event = ANY(@kept)
            """);
        // Before the names are written: what the events had counts against what they have now.
        _countWords = SqlScript.Of(
            $$$"""
            WITH change AS (
              SELECT w.word, sum(w.change)::int AS change
              FROM (
                SELECT unnest(tsvector_to_array(n.names)) AS word, -1 AS change FROM {{{prefix}}}names n WHERE n.event = ANY(@events)
                UNION ALL
                SELECT unnest(tsvector_to_array(e.names::tsvector)) AS word, 1 AS change FROM {{events}} AS e) w
              GROUP BY w.word
              HAVING sum(w.change) <> 0),
            written AS (
              INSERT INTO {{{prefix}}}words AS known (word, documents)
              SELECT c.word, c.change FROM change c WHERE c.change > 0 OR EXISTS (SELECT FROM {{{prefix}}}words o WHERE o.word = c.word)
              ORDER BY c.word
              ON CONFLICT (word) DO UPDATE SET documents = known.documents + excluded.documents
              RETURNING word, documents)
            SELECT array_agg(w.word) FROM written w WHERE w.documents <= 0
            """,
            Events);
        _writeNames = SqlScript.Of(
            $$$"""
            INSERT INTO {{{prefix}}}names AS known (event, title_key, names, next_at, last_at, cancelled, hash)
            SELECT e.event, e.title_key, e.names::tsvector, e.next_at, e.last_at, e.cancelled, e.hash FROM {{events}} AS e
            ON CONFLICT (event) DO UPDATE SET title_key = excluded.title_key, names = excluded.names, next_at = excluded.next_at,
              last_at = excluded.last_at, cancelled = excluded.cancelled, hash = excluded.hash
            """,
            Events);
        _writeStories = SqlScript.Of(
            $$$"""
            INSERT INTO {{{prefix}}}stories (event, slug, title, category, summary, artwork_seed, picture, organizer, story)
            SELECT e.event, e.slug, e.title, e.category, e.summary, e.artwork_seed, e.picture, e.organizer,
              to_tsvector(e.language::regconfig, e.story)
            FROM {{events}} AS e
            ON CONFLICT (event) DO UPDATE SET slug = excluded.slug, title = excluded.title, category = excluded.category,
              summary = excluded.summary, artwork_seed = excluded.artwork_seed, picture = excluded.picture, organizer = excluded.organizer,
              story = excluded.story
            """,
            Events);
        _writePerformances = SqlScript.Of(
            $$$"""
            INSERT INTO {{{prefix}}}performances (id, event, venue, category, city, city_key, day, starts_at, ends_at, on_sale_at, off_sale_at,
              sale, few_max, free, held, free_categories, price, amount, currency, price_low, price_high, cancelled)
            SELECT p.id, p.event, p.venue, p.category, p.city, p.city_key, p.day::date, p.starts_at, p.ends_at, p.on_sale_at, p.off_sale_at,
              p.sale, p.few_max, p.free, p.held, p.free_categories, p.price, p.amount, p.currency, p.price_low, p.price_high, p.cancelled
            FROM {{performances}} AS p
            """,
            Performances);
        _writeVenues = SqlScript.Of(
            $$$"""
            INSERT INTO {{{prefix}}}venues AS known (id, name, slug, street, postal_code, city, country, latitude, longitude, time_zone, place)
            SELECT v.id, v.name, v.slug, v.street, v.postal_code, v.city, v.country, v.latitude, v.longitude, v.time_zone,
              cube(ARRAY[v.x, v.y, v.z])
            FROM {{venues}} AS v
            ON CONFLICT (id) DO UPDATE SET name = excluded.name, slug = excluded.slug, street = excluded.street,
              postal_code = excluded.postal_code, city = excluded.city, country = excluded.country, latitude = excluded.latitude,
              longitude = excluded.longitude, time_zone = excluded.time_zone, place = excluded.place
            WHERE known.* IS DISTINCT FROM excluded.*
            """,
            Venues);
        _writeCompletions = SqlScript.Of(
            $$$"""
            INSERT INTO {{{prefix}}}completions (key, kind, ref, title, detail, weight, until)
            SELECT c.key, c.kind, c.ref, c.title, c.detail, c.weight, c.until FROM {{completions}} AS c
            """,
            Completions);
    }

    /// <summary>The tables in use.</summary>
    public static SearchTables Current { get; } = new("search.");

    /// <summary>The tables of a rebuild.</summary>
    public static SearchTables Next { get; } = new("search.next_");

    /// <summary>A position as a point on a sphere of 6,371 km.</summary>
    public static (double X, double Y, double Z) PointOf(GeoPoint position)
    {
        var (latitude, longitude) = (double.DegreesToRadians(position.Latitude), double.DegreesToRadians(position.Longitude));
        return (
            EarthRadiusKm * Math.Cos(latitude) * Math.Cos(longitude),
            EarthRadiusKm * Math.Cos(latitude) * Math.Sin(longitude),
            EarthRadiusKm * Math.Sin(latitude));
    }

    /// <summary>The straight line between two points at this distance over the surface; kilometres.</summary>
    public static double Chord(double km) => 2 * EarthRadiusKm * Math.Sin(Math.Min(km / (2 * EarthRadiusKm), Math.PI / 2));

    /// <summary>Replaces the rows of these events. Those without rows are removed.</summary>
    /// <param name="events">All events that were looked at.</param>
    public async Task WriteAsync(
        IReadOnlyList<EventId> events, IReadOnlyList<EventRows> rows, NpgsqlConnection connection, NpgsqlTransaction transaction,
        CancellationToken cancellationToken)
    {
        var ids = events.Select(id => id.Value).ToArray();
        await using (var count = _countWords.On(connection, transaction).With("events", ids).With(Events, rows))
        {
            if (await count.ExecuteScalarAsync(cancellationToken) is string[] unused)
            {
                await RunAsync($"DELETE FROM {_prefix}words WHERE word = ANY(@words)", command => command.With("words", unused));
            }
        }

        await using (var remove = _remove.On(connection, transaction).With("events", ids)
            .With("kept", rows.Select(row => row.Event.Id.Value).ToArray()))
        {
            await remove.ExecuteNonQueryAsync(cancellationToken);
        }

        if (rows.Count > 0)
        {
            // The same venue of several events once: an upsert must not meet a row twice.
            await ExecuteAsync(_writeNames.On(connection, transaction).With(Events, rows), cancellationToken);
            await ExecuteAsync(_writeStories.On(connection, transaction).With(Events, rows), cancellationToken);
            await ExecuteAsync(_writePerformances.On(connection, transaction).With(Performances, [.. rows.SelectMany(row => row.Performances)]), cancellationToken);
            await ExecuteAsync(_writeVenues.On(connection, transaction)
                .With(Venues, [.. rows.SelectMany(row => row.Venues).DistinctBy(venue => venue.Id).OrderBy(venue => venue.Id.Value)]), cancellationToken);
            await WriteCompletionsAsync([.. rows.SelectMany(row => row.Completions)], connection, transaction, cancellationToken);
        }

        async Task RunAsync(string sql, Action<NpgsqlCommand> fill)
        {
#pragma warning disable CA2100 // The text is a constant of this class with one of two prefixes.
            await using var command = new NpgsqlCommand(sql, connection, transaction);
#pragma warning restore CA2100
            fill(command);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private async Task WriteCompletionsAsync(
        IReadOnlyList<CompletionRow> rows, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        await using var write = _writeCompletions.On(connection, transaction);
        await write.With(Completions, rows).ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task ExecuteAsync(SqlCommand command, CancellationToken cancellationToken)
    {
        await using (command)
        {
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    /// <summary>The venues of these events and the cities of their performances, before or after a change.</summary>
    public async Task<(HashSet<Guid> Venues, HashSet<string> Cities)> PlacesOfAsync(
        IReadOnlyList<EventId> events, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        var (venues, cities) = (new HashSet<Guid>(), new HashSet<string>(StringComparer.Ordinal));
#pragma warning disable CA2100 // The text is a constant of this class with one of two prefixes.
        await using var command = new NpgsqlCommand(
            $"SELECT DISTINCT p.venue, p.city_key FROM {_prefix}performances p WHERE p.event = ANY(@events)", connection, transaction);
#pragma warning restore CA2100
        command.With("events", events.Select(id => id.Value).ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            venues.Add(reader.GetGuid(0));
            cities.Add(reader.GetString(1));
        }

        return (venues, cities);
    }

    /// <summary>Writes the completions of venues and cities anew; null: of all. Those without performances are removed.</summary>
    public async Task CompletePlacesAsync(
        IReadOnlyCollection<Guid>? venues, IReadOnlyCollection<string>? cities, NpgsqlConnection connection, NpgsqlTransaction transaction,
        CancellationToken cancellationToken)
    {
        var (ofVenues, ofCities) = venues is null ? ("", "") : ("AND p.venue = ANY(@venues)", "AND p.city_key = ANY(@cities)");
#pragma warning disable CA2100 // The text is a constant of this class with one of two prefixes.
        await using var remove = new NpgsqlCommand(
            $"""
            DELETE FROM {_prefix}completions c
            WHERE (c.kind = 1 AND (@all OR c.ref = ANY(@refs))) OR (c.kind = 2 AND (@all OR c.ref = ANY(@cities)))
            """,
            connection, transaction);
        Fill(remove.With("all", venues is null).With("refs", (venues ?? []).Select(id => id.ToString()).ToArray()));
        await remove.ExecuteNonQueryAsync(cancellationToken);

        await using var leave = new NpgsqlCommand(
            $"""
            DELETE FROM {_prefix}venues v
            WHERE (@all OR v.id = ANY(@venues)) AND NOT EXISTS (SELECT FROM {_prefix}performances p WHERE p.venue = v.id)
            """,
            connection, transaction);
        Fill(leave.With("all", venues is null));
        await leave.ExecuteNonQueryAsync(cancellationToken);

        var rows = new List<CompletionRow>();
        await using (var read = new NpgsqlCommand(
            $"""
            SELECT 1::smallint AS kind, v.id::text AS ref, v.name AS title, v.city AS detail, count(DISTINCT p.event) AS events,
              max(p.starts_at) AS until
            FROM {_prefix}performances p JOIN {_prefix}venues v ON v.id = p.venue
            WHERE NOT p.cancelled {ofVenues}
            GROUP BY v.id
            UNION ALL
            SELECT 2::smallint, p.city_key, min(p.city COLLATE "C"), min(v.country), count(DISTINCT p.event), max(p.starts_at)
            FROM {_prefix}performances p JOIN {_prefix}venues v ON v.id = p.venue
            WHERE NOT p.cancelled {ofCities}
            GROUP BY p.city_key
            """,
            connection, transaction))
        {
            Fill(read);
            await using var reader = await read.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                var (kind, title) = (reader.GetInt16(0), reader.GetString(2));
                var until = await reader.GetFieldValueAsync<DateTimeOffset>(5, cancellationToken);
                rows.AddRange(CompletionRow.Of(
                    kind == CompletionRow.City ? CityNames.AllOf(title) : [title], kind, reader.GetString(1), title, reader.GetString(3),
                    (kind == CompletionRow.City ? CityWeight : VenueWeight) + reader.GetInt64(4), until));
            }
        }
#pragma warning restore CA2100

        foreach (var some in rows.Chunk(RowsAtOnce))
        {
            await WriteCompletionsAsync(some, connection, transaction, cancellationToken);
        }

        void Fill(NpgsqlCommand command) => command.With("venues", (venues ?? []).ToArray()).With("cities", (cities ?? []).ToArray());
    }
}
