using System.Diagnostics;
using Npgsql;

namespace Ticketing.Load.Stack;

/// <summary>
/// A large catalogue for the search, the same in every run: events with names of synthetic words, their performances, prices and venues in the
/// catalogue's own tables. The application then rebuilds the search from them.
/// </summary>
internal sealed class Catalogue
{
    public const int Events = 100_000;
    public const int Venues = 6_000;
    public const int Cities = 120;

    private static readonly TimeSpan RebuildMax = TimeSpan.FromMinutes(20);

    private Catalogue(
        int performances, IReadOnlyList<string> titles, IReadOnlyList<string> cities, IReadOnlyList<(double Latitude, double Longitude)> places) =>
        (Performances, Titles, CityNames, Places) = (performances, titles, cities, places);

    public int Performances { get; }

    /// <summary>Of some events, spread over all.</summary>
    public IReadOnlyList<string> Titles { get; }

    public IReadOnlyList<string> CityNames { get; }

    /// <summary>Of some venues, in degrees.</summary>
    public IReadOnlyList<(double Latitude, double Longitude)> Places { get; }

    /// <summary>Fills a migrated database. The applications rebuild the search at their next start.</summary>
    public static async Task<Catalogue> FillAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        var hall = new Hall(25);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using (var fill = new NpgsqlCommand(SqlFile.Read("catalogue.sql"), connection) { CommandTimeout = 1200 })
        {
            fill.Parameters.Add(new NpgsqlParameter("events", Events));
            fill.Parameters.Add(new NpgsqlParameter("venues", Venues));
            fill.Parameters.Add(new NpgsqlParameter("cities", Cities));
            fill.Parameters.Add(new NpgsqlParameter("plan", hall.Plan.Id));
            fill.Parameters.Add(new NpgsqlParameter("seats", hall.Seats));
            fill.Parameters.Add(new NpgsqlParameter("data", hall.Plan.ToBytes()));
            fill.Parameters.Add(new NpgsqlParameter("geometry", hall.Plan.ToGeometryJson()));
            await fill.ExecuteNonQueryAsync(cancellationToken);
        }

        var titles = await ListAsync(connection, "select title from events order by md5(id::text) limit 400", row => row.GetString(0), cancellationToken);
        var cities = await ListAsync(connection, "select distinct city from venues order by city", row => row.GetString(0), cancellationToken);
        var places = await ListAsync(
            connection, "select latitude, longitude from venues order by md5(id::text) limit 200", row => (row.GetDouble(0), row.GetDouble(1)), cancellationToken);
        await using var count = new NpgsqlCommand("select count(*)::int from performances", connection);
        return new Catalogue((int)(await count.ExecuteScalarAsync(cancellationToken))!, titles, cities, places);
    }

    /// <summary>Waits until the application has rebuilt the search.</summary>
    /// <returns>Seconds.</returns>
    public static async Task<double> RebuiltAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        await using var ask = database.CreateCommand("select format from search.state");
        while ((int)(await ask.ExecuteScalarAsync(cancellationToken))! == 0)
        {
            if (clock.Elapsed > RebuildMax)
            {
                throw new TimeoutException("The search was not rebuilt.");
            }

            await Task.Delay(500, cancellationToken);
        }

        return clock.Elapsed.TotalSeconds;
    }

    /// <summary>The size of the search's tables with their indexes; megabytes.</summary>
    public static async Task<double> MegabytesAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var ask = database.CreateCommand(
            "select sum(pg_total_relation_size(oid))::float8 / 1e6 from pg_class where relnamespace = 'search'::regnamespace and relkind = 'r'");
        return (double)(await ask.ExecuteScalarAsync(cancellationToken))!;
    }

    private static async Task<List<T>> ListAsync<T>(
        NpgsqlConnection connection, string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(read(reader));
        }

        return rows;
    }
}
