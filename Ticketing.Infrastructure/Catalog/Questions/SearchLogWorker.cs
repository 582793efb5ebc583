using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Ticketing.Core.Catalog.Search;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Catalog.Questions;

/// <summary>
/// Writes the counted questions and reads the synonyms again every ten seconds, so that all instances use the same. Old counts are deleted,
/// rare ones after a week.
/// </summary>
internal sealed partial class SearchLogWorker(
    SearchLog log, SynonymStore synonyms, NpgsqlDataSource database, TimeProvider time, ILogger<SearchLogWorker> logger) : BackgroundService
{
    // Far above the questions of a day that anyone looks at.
    private const int PerDayMax = 50_000;
    private const int RareDays = 7;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan CleanPeriod = TimeSpan.FromHours(1);

    private static readonly BatchTable<KeyValuePair<(string Query, bool IsFound), long>> Counts =
        new BatchTable<KeyValuePair<(string Query, bool IsFound), long>>("counts")
            .Column("query", count => count.Key.Query)
            .Column("is_found", count => count.Key.IsFound)
            .Column("count", count => count.Value);

    // In the order of the key: two instances then lock rows in the same order.
    private static readonly SqlScript Add = SqlScript.Of(
        """
        INSERT INTO search_queries AS q (day, query, is_found, count)
        SELECT @day, c.query, c.is_found, c.count
        FROM {{counts}} AS c
        WHERE (SELECT count(*) FROM (SELECT FROM search_queries d WHERE d.day = @day LIMIT @max) n) < @max
          OR EXISTS (SELECT FROM search_queries k WHERE k.day = @day AND k.query = c.query AND k.is_found = c.is_found)
        ORDER BY c.query, c.is_found
        ON CONFLICT (day, query, is_found) DO UPDATE SET count = q.count + excluded.count
        """, Counts);

    private static readonly SqlScript Clean = SqlScript.Of(
        "DELETE FROM search_queries q WHERE q.day < @oldest OR (q.day < @recent AND q.count < @min)");

    private DateTimeOffset _cleanedAt;

    private DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    /// <summary>Writes what has been counted since the last call.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        var counts = log.Take();
        if (counts.Count == 0)
        {
            return;
        }

        try
        {
            await using var add = Add.On(database).With(Counts, counts.ToList()).With("day", Today).With("max", PerDayMax);
            await add.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (Exception failure) when (DatabaseRetry.IsTransient(failure))
        {
            log.GiveBack(counts);
            LogFailed(failure);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await FlushAsync(cancellationToken);
    }

    /// <summary>Deletes counts that are not shown any more.</summary>
    internal async Task CleanAsync(CancellationToken cancellationToken)
    {
        await using var clean = Clean.On(database).With("oldest", Today.AddDays(-SearchLogReport.Days))
            .With("recent", Today.AddDays(-RareDays)).With("min", (long)SearchLogReport.CountMin);
        await clean.ExecuteNonQueryAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        do
        {
            await PassAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task PassAsync(CancellationToken stoppingToken)
    {
        try
        {
            await synonyms.LoadAsync(stoppingToken);
            await FlushAsync(stoppingToken);
            if (time.GetUtcNow() - _cleanedAt >= CleanPeriod)
            {
                await CleanAsync(stoppingToken);
                _cleanedAt = time.GetUtcNow();
            }
        }
#pragma warning disable CA1031 // A bug here must not stop the application: the search goes on with what it has.
        catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogFailed(failure);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Counts of search questions or synonyms: the next pass repeats it")]
    private partial void LogFailed(Exception failure);
}
