using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Analytics.Views;

/// <summary>Writes the counted views every ten seconds, and at the end.</summary>
internal sealed partial class EventViewsWorker(
    EventViews views, NpgsqlDataSource database, TimeProvider time, ILogger<EventViewsWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private static readonly BatchTable<KeyValuePair<string, long>> Counts = new BatchTable<KeyValuePair<string, long>>("counts")
        .Column("slug", count => count.Key)
        .Column("views", count => count.Value);

    // In the order of events: two instances then lock rows in the same order.
    private static readonly SqlScript Add = SqlScript.Of(
        """
        INSERT INTO event_views (hour, event_id, views)
        SELECT date_trunc('hour', @now, 'UTC'), p.event_id, c.views
        FROM {{counts}} AS c
        JOIN LATERAL (SELECT event_id FROM catalog_performances WHERE event_slug = c.slug LIMIT 1) AS p ON true
        ORDER BY p.event_id
        ON CONFLICT (hour, event_id) DO UPDATE SET views = event_views.views + excluded.views
        """, Counts);

    /// <summary>Writes what has been counted since the last call.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        var counts = views.Take();
        if (counts.Count == 0)
        {
            return;
        }

        try
        {
            await using var command = Add.On(database).With(Counts, counts.ToList()).With("now", time.GetUtcNow());
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (Exception failure) when (DatabaseRetry.IsTransient(failure))
        {
            views.GiveBack(counts);
            LogFailed(failure);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await FlushAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await FlushAsync(stoppingToken);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Writing views failed; they are kept for the next pass")]
    private partial void LogFailed(Exception failure);
}
