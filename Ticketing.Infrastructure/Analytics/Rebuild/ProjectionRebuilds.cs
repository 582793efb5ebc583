using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Ticketing.Core.Analytics;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Analytics.Rebuild;

/// <summary>Rebuilds projections in the background, one at a time: the first build after an update, and what admins request.</summary>
internal sealed partial class ProjectionRebuilds(
    IEnumerable<ProjectionRebuild> rebuilds, ProjectionStore store, ILogger<ProjectionRebuilds> logger) : BackgroundService
{
    private static readonly TimeSpan OutageTimeout = TimeSpan.FromMinutes(5);

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

        await foreach (var name in _requests.Reader.ReadAllAsync(stoppingToken))
        {
            var rebuild = rebuilds.Single(one => one.Name == name);
            await RunAsync(rebuild, () => rebuild.RunAsync(null, null, stoppingToken), stoppingToken);
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
