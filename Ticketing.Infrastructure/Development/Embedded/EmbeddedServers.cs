using Microsoft.Extensions.Logging;

namespace Ticketing.Infrastructure.Development.Embedded;

/// <summary>
/// PostgreSQL and Redis as private child processes of this one, made from the installed programs. They stop when this is
/// disposed, and also when this process is killed; killed themselves, they are started again at the same address.
/// </summary>
public sealed class EmbeddedServers : IAsyncDisposable
{
    private readonly DataDirectory _directory;
    private readonly List<SupervisedServer> _servers = [];

    private EmbeddedServers(DataDirectory directory) => _directory = directory;

    /// <summary>Null when PostgreSQL was not asked for. The user may create databases.</summary>
    public string? PostgresConnectionString { get; private set; }

    /// <summary>Null when Redis was not asked for.</summary>
    public string? RedisConnectionString { get; private set; }

    /// <summary>Where the servers' data really lie; differs from the asked-for directory where their user cannot enter that.</summary>
    public string DataDirectory => _directory.Root;

    /// <summary>Starts what the options ask for and returns when both answer.</summary>
    /// <exception cref="EmbeddedServerException">A program is missing, the directory is in use, or a server does not start.</exception>
    public static async Task<EmbeddedServers> StartAsync(
        EmbeddedServersOptions options, ILogger logger, CancellationToken cancellationToken = default)
    {
        var servers = new EmbeddedServers(await Embedded.DataDirectory.OpenAsync(options.DataDirectory, cancellationToken));
        try
        {
            await Task.WhenAll(
                options.Postgres ? servers.StartPostgresAsync(options, logger, cancellationToken) : Task.CompletedTask,
                options.Redis ? servers.StartRedisAsync(options, logger, cancellationToken) : Task.CompletedTask);
            return servers;
        }
        catch
        {
            await servers.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_servers.Select(server => server.DisposeAsync().AsTask()));
        _directory.Dispose();
    }

    private async Task StartPostgresAsync(EmbeddedServersOptions options, ILogger logger, CancellationToken cancellationToken)
    {
        var (server, connectionString) = await EmbeddedPostgres.StartAsync(_directory, options, logger, cancellationToken);
        PostgresConnectionString = connectionString;
        Keep(server);
    }

    private async Task StartRedisAsync(EmbeddedServersOptions options, ILogger logger, CancellationToken cancellationToken)
    {
        var (server, connectionString) = await EmbeddedRedis.StartAsync(_directory, options, logger, cancellationToken);
        RedisConnectionString = connectionString;
        Keep(server);
    }

    private void Keep(SupervisedServer server)
    {
        lock (_servers)
        {
            _servers.Add(server);
        }
    }
}
