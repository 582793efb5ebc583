using Ticketing.Core.Analytics;

namespace Ticketing.Infrastructure.Analytics.Rebuild;

/// <summary>What the start of the application and the command line do with projections.</summary>
public sealed class ProjectionBuilds
{
    private readonly IReadOnlyList<ProjectionRebuild> _rebuilds;
    private readonly ProjectionStore _store;

    internal ProjectionBuilds(IEnumerable<ProjectionRebuild> rebuilds, ProjectionStore store) => (_rebuilds, _store) = ([.. rebuilds], store);

    /// <summary>Marks projections as current that have nothing to be built from. Others are built in the background.</summary>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        foreach (var rebuild in _rebuilds)
        {
            await _store.NeedsFirstBuildAsync(rebuild, cancellationToken);
        }
    }

    /// <summary>Rebuilds a projection in this process, beside running instances.</summary>
    /// <param name="name">One of <see cref="Projection.All"/>.</param>
    /// <param name="output">Gets a line for each step.</param>
    /// <returns>The exit code: 0 when it is rebuilt, 1 when another rebuild runs.</returns>
    public async Task<int> RebuildAsync(string name, TextWriter output, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(output);
        var isDone = await _rebuilds.Single(rebuild => rebuild.Name == name).RunAsync(
            percent => output.WriteLine(FormattableString.Invariant($"{name}: {percent} %")), null, cancellationToken);
        await output.WriteLineAsync(isDone ? $"{name}: rebuilt" : $"{name}: another rebuild runs");
        return isDone ? 0 : 1;
    }
}
