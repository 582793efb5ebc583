using Microsoft.Extensions.Logging;
using Npgsql;
using Ticketing.Infrastructure.Catalog.Search;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Catalog;

/// <summary>
/// Keeps the search projection up to date while there are requests: changed events within about a second, seat counts within about a second
/// after they were made. An idle instance queries nothing; its next request waits for a pass.
/// </summary>
public sealed partial class CatalogRefresher(
    SearchProjection projection, SearchSeats seats, SearchOverview overview, ILogger<CatalogRefresher> logger)
{
    private static readonly TimeSpan IdleAfter = TimeSpan.FromSeconds(30);

    // The longest that a request waits for a pass.
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(1);

    private long _requestedAt = long.MinValue;

    /// <summary>Whether there were requests lately.</summary>
    internal bool IsActive => Age(Interlocked.Read(ref _requestedAt)) <= IdleAfter;

    /// <summary>Before each read. Applies pending changes first if there were no requests for 30 seconds.</summary>
    public async ValueTask RequestedAsync(CancellationToken cancellationToken)
    {
        var before = Interlocked.Exchange(ref _requestedAt, Environment.TickCount64);
        if (Age(before) <= IdleAfter)
        {
            return;
        }

        try
        {
            await PassAsync().WaitAsync(WaitMax, cancellationToken);
        }
        catch (TimeoutException)
        {
            // It goes on; this request reads the rows as they are.
            LogSlow();
        }
    }

    /// <summary>Applies all changes and counts all seats.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await projection.RefreshAsync(cancellationToken);
        await seats.RefreshAllAsync(cancellationToken);
        await overview.RefreshAsync(cancellationToken);
    }

    private async Task PassAsync()
    {
        try
        {
            await projection.PassAsync(isWaiting: false, CancellationToken.None);
            await seats.RefreshRecentAsync(CancellationToken.None);
        }
        catch (Exception cause) when (cause is NpgsqlException || DatabaseRetry.IsTransient(cause))
        {
            // The rows stay as they were; the worker tries again.
            LogFailed(cause);
        }
    }

    internal static TimeSpan Age(long tick) =>
        tick == long.MinValue ? TimeSpan.MaxValue : TimeSpan.FromMilliseconds(Environment.TickCount64 - tick);

    [LoggerMessage(LogLevel.Warning, "The search projection could not be refreshed")]
    private partial void LogFailed(Exception cause);

    [LoggerMessage(LogLevel.Warning, "The search projection is refreshed in the background: it takes long")]
    private partial void LogSlow();
}
