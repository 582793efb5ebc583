using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Ticketing.Core.Analytics;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Analytics.Rebuild;

/// <summary>Rebuilds projections in the background, one at a time: the first build after an update, and what admins request.</summary>
internal sealed partial class ProjectionRebuilds(
    SalesRebuild sales, ProjectionStore store, ILogger<ProjectionRebuilds> logger) : BackgroundService
{
    private static readonly TimeSpan OutageTimeout = TimeSpan.FromMinutes(5);

    private readonly Channel<string> _requests = Channel.CreateBounded<string>(new BoundedChannelOptions(1)
    {
        FullMode = BoundedChannelFullMode.DropWrite,
    });

    /// <summary>Requests a rebuild; one that waits already is enough.</summary>
    public void Request(string name) => _requests.Writer.TryWrite(name);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await RunAsync(BuildFirstAsync, stoppingToken);
        await foreach (var _ in _requests.Reader.ReadAllAsync(stoppingToken))
        {
            await RunAsync(() => sales.RunAsync(null, null, stoppingToken), stoppingToken);
        }

        async Task BuildFirstAsync()
        {
            if (await DatabaseRetry.RunAsync(() => store.NeedsFirstBuildAsync(stoppingToken), OutageTimeout, stoppingToken))
            {
                await sales.RunAsync(null, null, stoppingToken);
            }
        }
    }

    private async Task RunAsync(Func<Task> rebuild, CancellationToken stoppingToken)
    {
        try
        {
            await rebuild();
        }
#pragma warning disable CA1031 // A failed rebuild must not stop the application: the former projection stays, and admins see the failure.
        catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogFailed(failure, Projection.Sales);
        }
    }

    [LoggerMessage(LogLevel.Error, "Rebuilding the projection {Name} failed")]
    private partial void LogFailed(Exception failure, string name);
}
