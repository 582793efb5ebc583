using System.Data;
using Microsoft.Extensions.Logging;
using Npgsql;
using Ticketing.Core.Analytics;

namespace Ticketing.Infrastructure.Analytics.Rebuild;

/// <summary>
/// Rebuilds a projection from its source while it is read and written. One rebuild of a projection runs at a time in all instances; its
/// state is in the table <c>projections</c>.
/// </summary>
internal abstract partial class ProjectionRebuild(string name, NpgsqlDataSource database, ProjectionStore store, ILogger logger)
{
    /// <summary>One of <see cref="Projection.All"/>.</summary>
    public string Name { get; } = name;

    protected NpgsqlDataSource Database { get; } = database;

    protected ProjectionStore Store { get; } = store;

    protected ILogger Logger { get; } = logger;

    /// <summary>Whether there is anything to build from.</summary>
    public abstract Task<bool> HasSourceAsync(NpgsqlConnection connection, CancellationToken cancellationToken);

    /// <summary>The number of rows that readers see.</summary>
    public abstract Task<long> CountRowsAsync(CancellationToken cancellationToken);

    /// <summary>Rebuilds, and writes its progress to the table <c>projections</c>.</summary>
    /// <param name="report">Gets the percentage that is done.</param>
    /// <param name="pause">For tests: called at the begin and after each chunk.</param>
    /// <returns>False: a rebuild runs already.</returns>
    public async Task<bool> RunAsync(Action<int>? report, Func<Task>? pause, CancellationToken cancellationToken)
    {
        await using var guard = await Database.OpenConnectionAsync(cancellationToken);
        if (!await ProjectionStore.TryLockAsync(Name, guard, cancellationToken))
        {
            return false;
        }

        try
        {
            await Store.BeginAsync(Name, cancellationToken);
            await RebuildAsync(report, pause, cancellationToken);
            return true;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailed(Logger, failure, Name);
            await Store.FailAsync(Name, failure.Message, CancellationToken.None);
            throw;
        }
        finally
        {
            // A connection that broke has no lock.
            if (guard.State == ConnectionState.Open)
            {
                await ProjectionStore.UnlockAsync(Name, guard);
            }
        }
    }

    /// <summary>Rebuilds. It ends with <see cref="ProjectionStore.FinishAsync"/>, together with the last change.</summary>
    protected abstract Task RebuildAsync(Action<int>? report, Func<Task>? pause, CancellationToken cancellationToken);

    [LoggerMessage(LogLevel.Error, "Rebuilding the projection {Name} failed; the former one stays")]
    private static partial void LogFailed(ILogger logger, Exception failure, string name);
}
