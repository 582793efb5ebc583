using Npgsql;

namespace Ticketing.Infrastructure.Data;

/// <summary>
/// Connections for the batches of holds and orders. Their statements find every row by an index, whatever the tables hold: a plan
/// that was made while a table was empty must not be one that reads all of it an hour into the sale.
/// </summary>
public sealed class HotPathDatabase : IAsyncDisposable
{
    // Two batches of each of three kinds run at a time, and others may be opening.
    private const int ConnectionsMax = 8;

    private readonly NpgsqlDataSource _source;

    public HotPathDatabase(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { MaxPoolSize = ConnectionsMax, MinPoolSize = 0, NoResetOnClose = true };
        settings.Options = $"{settings.Options} -c enable_seqscan=off -c plan_cache_mode=force_generic_plan".TrimStart();
        _source = new NpgsqlDataSourceBuilder(settings.ConnectionString).Build();
    }

    /// <summary>Blocks, as do the batches' statements: they run on threads of their own (<see cref="Batching.BatchThread"/>).</summary>
    public NpgsqlConnection Open() => _source.OpenConnection();

    public ValueTask DisposeAsync() => _source.DisposeAsync();
}
