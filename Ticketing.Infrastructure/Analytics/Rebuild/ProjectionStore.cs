using System.Data;
using Npgsql;
using Ticketing.Core.Analytics;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Analytics.Sales;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Analytics.Rebuild;

/// <summary>
/// The table <c>projections</c>, and the lock that a rebuild holds on a connection of its own for as long as it runs: it tells a running
/// rebuild from one whose process has ended.
/// </summary>
internal sealed class ProjectionStore(NpgsqlDataSource database, TimeProvider time)
{
    // The sales' is 2: instances of an earlier version know no other.
    private const int FirstLock = 2;

    /// <summary>Whether a rebuild of the projection runs, here or on another instance.</summary>
    public async Task<bool> IsRunningAsync(string name, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            """
            SELECT EXISTS (SELECT FROM pg_locks l JOIN pg_database d ON d.oid = l.database
              WHERE d.datname = current_database() AND l.locktype = 'advisory' AND l.classid = @class::bigint::oid
                AND l.objid = @key::bigint::oid AND l.objsubid = 2 AND l.granted)
            """)
            .With("class", (long)SalesLedger.LockClass).With("key", (long)LockOf(name));
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Takes the lock of a rebuild on <paramref name="connection"/>; closing the connection does not release it.</summary>
    /// <returns>False: a rebuild runs.</returns>
    public static async Task<bool> TryLockAsync(string name, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT pg_try_advisory_lock(@class, @key)", connection);
        return (bool)(await command.With("class", SalesLedger.LockClass).With("key", LockOf(name)).ExecuteScalarAsync(cancellationToken))!;
    }

    public static async Task UnlockAsync(string name, NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("SELECT pg_advisory_unlock(@class, @key)", connection);
        await command.With("class", SalesLedger.LockClass).With("key", LockOf(name)).ExecuteScalarAsync(CancellationToken.None);
    }

    public async Task<IReadOnlyList<Projection>> ListAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            "SELECT name, status, progress, started_at, finished_at, error FROM projections ORDER BY name");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var projections = new List<Projection>();
        while (await reader.ReadAsync(cancellationToken))
        {
            projections.Add(Read(reader));
        }

        return projections;
    }

    /// <summary>Notes that a rebuild begins.</summary>
    public async Task BeginAsync(string name, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            "UPDATE projections SET status = @status, progress = 0, started_at = @now, error = NULL WHERE name = @name");
        await command.With("status", ProjectionStatus.Rebuilding.ToWord()).With("now", time.GetUtcNow()).With("name", name)
            .ExecuteNonQueryAsync(cancellationToken);
    }

    /// <param name="percent">From 0 to 100.</param>
    public async Task ReportAsync(string name, int percent, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("UPDATE projections SET progress = @progress WHERE name = @name");
        await command.With("progress", (short)percent).With("name", name).ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Notes that a rebuild has failed.</summary>
    public async Task FailAsync(string name, string error, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("UPDATE projections SET status = @status, error = @error WHERE name = @name");
        await command.With("status", ProjectionStatus.Failed.ToWord())
            .With("error", error.Length > Projection.ErrorLengthMax ? error[..Projection.ErrorLengthMax] : error)
            .With("name", name).ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Notes, in the transaction of the swap, that a rebuild is done.</summary>
    public async Task FinishAsync(
        string name, NpgsqlConnection connection, NpgsqlTransaction? transaction, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "UPDATE projections SET status = @status, progress = 100, finished_at = @now, error = NULL WHERE name = @name",
            connection, transaction);
        await command.With("status", ProjectionStatus.Current.ToWord()).With("now", time.GetUtcNow()).With("name", name)
            .ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Whether the projection waits for its first build. One that has nothing to build from is current at once.</summary>
    public async Task<bool> NeedsFirstBuildAsync(ProjectionRebuild rebuild, CancellationToken cancellationToken)
    {
        if ((await ListAsync(cancellationToken)).All(projection => projection.Name != rebuild.Name || projection.FinishedAt is not null))
        {
            return false;
        }

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        if (await rebuild.HasSourceAsync(connection, cancellationToken))
        {
            return true;
        }

        await FinishAsync(rebuild.Name, connection, null, cancellationToken);
        return false;
    }

    /// <summary>Whether a rebuild of the projection, or its first build, was begun or is due, and runs at no instance.</summary>
    public async Task<bool> IsAbandonedAsync(ProjectionRebuild rebuild, CancellationToken cancellationToken)
    {
        // The lock first: a rebuild that ends in between is current in the list.
        if (await IsRunningAsync(rebuild.Name, cancellationToken))
        {
            return false;
        }

        return (await ListAsync(cancellationToken)).SingleOrDefault(projection => projection.Name == rebuild.Name)?.Status switch
        {
            ProjectionStatus.Rebuilding => true,
            ProjectionStatus.Never => await NeedsFirstBuildAsync(rebuild, cancellationToken),
            _ => false,
        };
    }

    private static int LockOf(string name)
    {
        for (var i = 0; i < Projection.All.Count; i++)
        {
            if (Projection.All[i] == name)
            {
                return FirstLock + i;
            }
        }

        throw new InvariantException($"There is no projection {name}.");
    }

    private static Projection Read(NpgsqlDataReader reader) => new()
    {
        Name = reader.GetString("name"),
        Status = EnumWords.FromWord<ProjectionStatus>(reader.GetString("status")),
        Progress = reader.GetInt16("progress"),
        StartedAt = Time(reader, "started_at"),
        FinishedAt = Time(reader, "finished_at"),
        Error = reader.IsDBNull("error") ? null : reader.GetString("error"),
    };

    private static DateTimeOffset? Time(NpgsqlDataReader reader, string column) =>
        reader.IsDBNull(column) ? null : reader.GetFieldValue<DateTimeOffset>(column);
}
