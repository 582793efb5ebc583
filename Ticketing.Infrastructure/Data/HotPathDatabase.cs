using Npgsql;

namespace Ticketing.Infrastructure.Data;

/// <summary>
/// Connections for the batches of holds and orders. All their statements use indexes, so sequential scans are disabled: a generic plan
/// cached while a table is nearly empty must not scan it when it has grown.
/// </summary>
public sealed class HotPathDatabase : IAsyncDisposable
{
    // Three batchers with two concurrent batches each, and a reserve.
    private const int ConnectionsMax = 8;

    private readonly NpgsqlDataSource _source;

    public HotPathDatabase(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            MaxPoolSize = ConnectionsMax,
            MinPoolSize = 0,
            NoResetOnClose = true,
        };
        settings.Options = $"{settings.Options} -c enable_seqscan=off -c plan_cache_mode=force_generic_plan".TrimStart();
        _source = new NpgsqlDataSourceBuilder(settings.ConnectionString) { Name = "batches" }.Build();
    }

    /// <summary>Opens a connection. Blocking: batches run on dedicated threads (<see cref="Batching.BatchThread"/>).</summary>
    public NpgsqlConnection Open() => _source.OpenConnection();

    public ValueTask DisposeAsync() => _source.DisposeAsync();
}
