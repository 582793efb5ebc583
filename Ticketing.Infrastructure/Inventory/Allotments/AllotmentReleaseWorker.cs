using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Ticketing.Core.Inventory.Allotments;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Inventory.Allotments;

/// <summary>Releases allotments whose time has come. Several instances share the work.</summary>
internal sealed partial class AllotmentReleaseWorker(
    IDbContextFactory<TicketingDbContext> contexts, ManageAllotmentsHandler handler, TimeProvider time, ILogger<AllotmentReleaseWorker> logger)
    : BackgroundService
{
    private const int BatchMax = 100;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        do
        {
            try
            {
                await ReleaseDueAsync(stoppingToken);
            }
#pragma warning disable CA1031 // A failed pass must not stop the loop.
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                LogFailed(failure);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>One pass.</summary>
    internal async Task ReleaseDueAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var due = await db.Set<Allotment>().AsNoTracking().Where(allotment => allotment.ReleasedAt == null && allotment.ReleaseAt <= now)
            .OrderBy(allotment => allotment.ReleaseAt).Select(allotment => allotment.Id).Take(BatchMax).ToListAsync(cancellationToken);
        foreach (var allotment in due)
        {
            await handler.ReleaseDueAsync(allotment, cancellationToken);
        }
    }

    [LoggerMessage(LogLevel.Error, "Releasing allotments failed; the next pass retries")]
    private partial void LogFailed(Exception failure);
}
