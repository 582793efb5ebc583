using Microsoft.Extensions.Logging;

namespace Ticketing.Infrastructure.Development.Embedded;

/// <summary>
/// Runs the installed PostgreSQL and Redis as private child processes. They stop when this is disposed or when this process is killed.
/// If a server dies, it is restarted at the same address.
/// </summary>
public sealed class EmbeddedServers : IAsyncDisposable
{
    private readonly DataDirectory _directory;
    private readonly List<SupervisedServer> _servers = [];

    private EmbeddedServers(DataDirectory directory) => _directory = directory;

    /// <summary>Null if PostgreSQL was not requested. The user may create databases.</summary>
    public string? PostgresConnectionString { get; private set; }

    /// <summary>Null if Redis was not requested.</summary>
    public string? RedisConnectionString { get; private set; }

    /// <summary>The directory of the servers' data; differs from the requested one if their user cannot enter that.</summary>
    public string DataDirectory => _directory.Root;

    /// <summary>Starts the requested servers and waits until they accept connections.</summary>
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
        Add(server);
    }

    private async Task StartRedisAsync(EmbeddedServersOptions options, ILogger logger, CancellationToken cancellationToken)
    {
        var (server, connectionString) = await EmbeddedRedis.StartAsync(_directory, options, logger, cancellationToken);
        RedisConnectionString = connectionString;
        Add(server);
    }

    private void Add(SupervisedServer server)
    {
        lock (_servers)
        {
            _servers.Add(server);
        }
    }
}
