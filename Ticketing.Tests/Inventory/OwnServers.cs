using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Ticketing.Infrastructure.Development.Embedded;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Inventory;

/// <summary>A private PostgreSQL or Redis for a test that kills it; it restarts at the same address.</summary>
internal sealed class OwnServers : IAsyncDisposable
{
    private readonly string _directory;

    private OwnServers(string directory, EmbeddedServers servers) => (_directory, Servers) = (directory, servers);

    public EmbeddedServers Servers { get; }

    public static async Task<OwnServers> StartAsync(bool postgres = true, bool redis = true)
    {
        var directory = Path.Combine(Path.GetTempPath(), "ticketing-own-" + Guid.NewGuid().ToString("N")[..8]);
        var options = new EmbeddedServersOptions { DataDirectory = directory, Postgres = postgres, Redis = redis, Durable = postgres };
        return new OwnServers(directory, await EmbeddedServers.StartAsync(options, NullLogger.Instance, TestContext.Current.CancellationToken));
    }

    /// <summary>SIGKILL; restarts empty.</summary>
    public Task KillRedisAsync() => SignalAsync("KILL", "redis.pid");

    /// <summary>Fast shutdown: open transactions are rolled back, clients are disconnected.</summary>
    public Task RestartPostgresAsync() => SignalAsync("INT", "postmaster.pid");

    /// <summary>Immediate shutdown; recovers from its log.</summary>
    public Task KillPostgresAsync() => SignalAsync("QUIT", "postmaster.pid");

    /// <summary>A new data source, once PostgreSQL accepts connections.</summary>
    public async Task<NpgsqlDataSource> PostgresAsync()
    {
        var source = NpgsqlDataSource.Create(Servers.PostgresConnectionString!);
        await Eventually.TrueAsync(async () =>
        {
            try
            {
                await using var connection = await source.OpenConnectionAsync();
                return true;
            }
            catch (NpgsqlException)
            {
                return false;
            }
        });
        return source;
    }

    public async ValueTask DisposeAsync()
    {
        await Servers.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    // During a restart the file is missing or empty.
    private async Task SignalAsync(string signal, string pidFile)
    {
        var pid = 0;
        await Eventually.TrueAsync(() =>
            Directory.EnumerateFiles(Servers.DataDirectory, pidFile, SearchOption.AllDirectories).SingleOrDefault() is { } file
            && int.TryParse(File.ReadLines(file).FirstOrDefault(), CultureInfo.InvariantCulture, out pid));
        using var kill = Process.Start("kill", [$"-{signal}", pid.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }
}
