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
    private readonly IReadOnlyList<ProjectionRebuild> _rebuilds;

    internal ProjectionsReader(ProjectionStore store, IEnumerable<ProjectionRebuild> rebuilds) => (_store, _rebuilds) = (store, [.. rebuilds]);

    public async Task<IReadOnlyList<ProjectionView>> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (!caller.IsAdmin)
        {
            return [];
        }

        var views = new List<ProjectionView>();
        foreach (var rebuild in _rebuilds)
        {
            // First: a rebuild that ends in between is current in the list.
            var isRunning = await _store.IsRunningAsync(rebuild.Name, cancellationToken);
            var projection = (await _store.ListAsync(cancellationToken)).Single(one => one.Name == rebuild.Name);
            views.Add(new ProjectionView(
                projection, await rebuild.CountRowsAsync(cancellationToken), isRunning && projection.Status != ProjectionStatus.Current));
        }

        return views;
    }
}
