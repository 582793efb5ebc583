using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Catalog;
using Ticketing.Infrastructure.Catalog.Questions;
using Ticketing.Infrastructure.Catalog.Search;
using Ticketing.Infrastructure.Data;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Catalog;

/// <summary>The search on a database of the test class, at <see cref="SampleCatalog.Now"/>, without an application.</summary>
public sealed class SampleEngine(TestServers servers) : IAsyncLifetime
{
    private SearchDatabase _pool = null!;
    private CatalogRefresher _refresher = null!;
    private SearchOverview _overview = null!;

    public TestDatabase Database { get; private set; } = null!;

    /// <summary>Settable by a test that needs another time than the catalogue's.</summary>
    public FakeTimeProvider Time { get; } = new(SampleCatalog.Now);

    public ISearchEngine Engine { get; private set; } = null!;

    public SearchProjection Projection { get; private set; } = null!;

    internal SynonymStore Synonyms { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Database = await servers.CreateDatabaseAsync();
        _pool = new SearchDatabase(Database.ConnectionString, new SearchDatabaseOptions { TimeoutMilliseconds = 20_000 });
        var (loader, counter) = (new CatalogLoader(Database.Contexts, Time), new NoSeats());
        Projection = new SearchProjection(Database.DataSource, loader, counter, Time, NullLogger<SearchProjection>.Instance);
        _overview = new SearchOverview(Database.DataSource, Time);
        _refresher = new CatalogRefresher(
            Projection, new SearchSeats(Database.DataSource, loader, counter, Time), _overview, NullLogger<CatalogRefresher>.Instance);
        Synonyms = new SynonymStore(Database.DataSource);
        Forget();
    }

    public async ValueTask DisposeAsync()
    {
        await _pool.DisposeAsync();
        await Database.DisposeAsync();
    }

    /// <summary>Replaces all events.</summary>
    internal async Task WriteAsync(IReadOnlyList<CatalogEvent> events, CatalogSeats seats)
    {
        var stop = TestContext.Current.CancellationToken;
        await using var connection = await Database.DataSource.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        await Database.ExecuteAsync("update search.state set facets = null, facets_at = null");
        foreach (var table in SearchTables.Names)
        {
            await using var clear = new Npgsql.NpgsqlCommand($"delete from search.{table}", connection, transaction);
            await clear.ExecuteNonQueryAsync(stop);
        }

        var rows = events.Select(entry => EventRows.Of(new CatalogDetails(entry, seats), SampleCatalog.Now)).OfType<EventRows>().ToList();
        await SearchTables.Current.WriteAsync([.. events.Select(entry => entry.Id)], rows, connection, transaction, stop);
        await SearchTables.Current.CompletePlacesAsync(null, null, connection, transaction, stop);
        await transaction.CommitAsync(stop);
        Forget();
    }

    /// <summary>Uses an engine that has cached nothing.</summary>
    internal Task ForgetAsync()
    {
        Forget();
        return Task.CompletedTask;
    }

    /// <summary>Treats the catalogue as a large one from now on.</summary>
    internal async Task EnlargeAsync()
    {
        await _overview.RefreshAsync(1, TestContext.Current.CancellationToken);
        Forget();
    }

    private void Forget() => Engine = new PostgresSearch(
        _pool, _refresher, Synonyms, new SearchLog(), Time, NullLogger<PostgresSearch>.Instance);

    private sealed class NoSeats : ISeatCounter
    {
        public Task<Dictionary<PerformanceId, SeatCount>> OfAsync(IReadOnlyList<PerformanceId> performances, CancellationToken cancellationToken) =>
            Task.FromResult(new Dictionary<PerformanceId, SeatCount>());

        public Task<RecentSeatCounts> RecentAsync(DateTimeOffset? since, CancellationToken cancellationToken) =>
            Task.FromResult(new RecentSeatCounts(CatalogSeats.NoCounts, since));

        public Task RecountAsync(IReadOnlyList<PerformanceId> performances, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
