using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Ticketing.Core.Analytics;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Analytics.Rebuild;

/// <summary>
/// Rebuilds projections in the background, one at a time: the first build after an update, what admins request, and a rebuild whose process
/// has ended, which any instance begins again.
/// </summary>
internal sealed partial class ProjectionRebuilds(
    IEnumerable<ProjectionRebuild> rebuilds, ProjectionStore store, ILogger<ProjectionRebuilds> logger) : BackgroundService
{
    private static readonly TimeSpan OutageTimeout = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ResumeInterval = TimeSpan.FromSeconds(30);

    // A repeat of a request that waits finds its projection being rebuilt, or rebuilds it once more: neither does harm.
    private readonly Channel<string> _requests = Channel.CreateBounded<string>(new BoundedChannelOptions(2 * Projection.All.Count)
    {
        FullMode = BoundedChannelFullMode.DropWrite,
    });

    /// <summary>Requests a rebuild; a few that wait are enough.</summary>
    public void Request(string name) => _requests.Writer.TryWrite(name);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var rebuild in rebuilds)
        {
            await RunAsync(rebuild, () => BuildFirstAsync(rebuild, stoppingToken), stoppingToken);
        }

        while (!stoppingToken.IsCancellationRequested)
        {
            if (!await WaitForRequestAsync(stoppingToken))
            {
                await ResumeAsync(stoppingToken);
            }

            while (_requests.Reader.TryRead(out var name))
            {
                var rebuild = rebuilds.Single(one => one.Name == name);
                await RunAsync(rebuild, () => rebuild.RunAsync(null, null, stoppingToken), stoppingToken);
            }
        }
    }

    /// <summary>Begins the rebuilds again whose process has ended. One that has failed waits for an admin or a restart.</summary>
    internal async Task ResumeAsync(CancellationToken cancellationToken)
    {
        foreach (var rebuild in rebuilds)
        {
            await RunAsync(
                rebuild,
                async () =>
                {
                    if (await store.IsAbandonedAsync(rebuild, cancellationToken))
                    {
                        await rebuild.RunAsync(null, null, cancellationToken);
                    }
                },
                cancellationToken);
        }
    }

    /// <returns>False: there was none for a while.</returns>
    private async Task<bool> WaitForRequestAsync(CancellationToken stoppingToken)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        waiting.CancelAfter(ResumeInterval);
        try
        {
            return await _requests.Reader.WaitToReadAsync(waiting.Token);
        }
        catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task BuildFirstAsync(ProjectionRebuild rebuild, CancellationToken stoppingToken)
    {
        if (await DatabaseRetry.RunAsync(() => store.NeedsFirstBuildAsync(rebuild, stoppingToken), OutageTimeout, stoppingToken))
        {
            await rebuild.RunAsync(null, null, stoppingToken);
        }
    }

    private async Task RunAsync(ProjectionRebuild rebuild, Func<Task> run, CancellationToken stoppingToken)
    {
        try
        {
            await run();
        }
#pragma warning disable CA1031 // A failed rebuild must not stop the application: the former projection stays, and admins see the failure.
        catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogFailed(failure, rebuild.Name);
        }
    }

    [LoggerMessage(LogLevel.Error, "Rebuilding the projection {Name} failed")]
    private partial void LogFailed(Exception failure, string name);
}
