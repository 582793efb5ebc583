using Ticketing.Core.Access;
using Ticketing.Core.Analytics;

namespace Ticketing.Infrastructure.Analytics.Rebuild;

/// <summary>A projection as admins see it.</summary>
/// <param name="Rows">The rows that readers see.</param>
/// <param name="IsRunning">Whether a rebuild runs. <see cref="ProjectionStatus.Rebuilding"/> without it: its process has ended.</param>
public sealed record ProjectionView(Projection Projection, long Rows, bool IsRunning);

/// <summary>Lists the projections for admins; to others there are none.</summary>
public sealed class ProjectionsReader
{
    private readonly ProjectionStore _store;

    internal ProjectionsReader(ProjectionStore store) => _store = store;

    public async Task<IReadOnlyList<ProjectionView>> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (!caller.IsAdmin)
        {
            return [];
        }

        // First: a rebuild that ends in between is current in the list.
        var isRunning = await _store.IsRunningAsync(cancellationToken);
        var projections = await _store.ListAsync(cancellationToken);
        var rows = await _store.CountRowsAsync(cancellationToken);
        return [.. projections.Select(projection => new ProjectionView(
            projection, rows, isRunning && projection.Status != ProjectionStatus.Current))];
    }
}
