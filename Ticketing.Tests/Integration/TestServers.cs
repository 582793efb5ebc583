using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using StackExchange.Redis;
using Ticketing.Infrastructure.Platform.Embedded;
using Ticketing.Tests.Integration;

[assembly: AssemblyFixture(typeof(TestServers))]

namespace Ticketing.Tests.Integration;

/// <summary>
/// The PostgreSQL and the Redis of a test run: started once, the same way the application starts its own, and shared by all
/// tests, each of which takes a <see cref="TestDatabase"/>. Asked for as a constructor parameter.
/// </summary>
public sealed class TestServers : IAsyncLifetime
{
    private const int RedisDatabases = 512;
    private const string Template = "template_ticketing";

    private readonly string _directory = Path.Combine(Path.GetTempPath(), "ticketing-tests-" + Guid.NewGuid().ToString("N")[..8]);
    private readonly ConcurrentQueue<int> _freeRedisDatabases = new(Enumerable.Range(1, RedisDatabases - 1));
    private EmbeddedServers? _servers;
    private int _databases;

    public async ValueTask InitializeAsync()
    {
        var options = new EmbeddedServersOptions { DataDirectory = _directory, Durable = false, PostgresConnectionsMax = 500 };
        _servers = await EmbeddedServers.StartAsync(options, NullLogger.Instance, TestContext.Current.CancellationToken);

        await ExecuteAsync($"create database {Template}");
        await MigrateAsync(ConnectionString(Template));
        await ExecuteAsync($"alter database {Template} is_template true allow_connections false");
    }

    public async ValueTask DisposeAsync()
    {
        if (_servers is not null)
        {
            await _servers.DisposeAsync();
            Directory.Delete(_directory, recursive: true);
        }
    }

    /// <summary>A database with the newest schema and no rows, and an empty Redis database, for one test or one class.</summary>
    public async Task<TestDatabase> CreateDatabaseAsync()
    {
        var name = FormattableString.Invariant($"test_{Interlocked.Increment(ref _databases)}");
        await ExecuteAsync($"create database {name} template {Template}");
        return new TestDatabase(this, name, ConnectionString(name), TakeRedisDatabase());
    }

    /// <summary>A database without any table.</summary>
    public async Task<TestDatabase> CreateEmptyDatabaseAsync()
    {
        var name = FormattableString.Invariant($"test_{Interlocked.Increment(ref _databases)}");
        await ExecuteAsync($"create database {name} template template0");
        return new TestDatabase(this, name, ConnectionString(name), TakeRedisDatabase());
    }

    internal string RedisConnectionString(int database) =>
        FormattableString.Invariant($"{_servers!.RedisConnectionString},defaultDatabase={database},allowAdmin=true");

    internal async Task GiveBackAsync(string name, int redisDatabase)
    {
        await ExecuteAsync($"drop database {name} with (force)");
        using var redis = await ConnectionMultiplexer.ConnectAsync(RedisConnectionString(redisDatabase));
        await redis.GetDatabase().ExecuteAsync("FLUSHDB");
        _freeRedisDatabases.Enqueue(redisDatabase);
    }

    private static async Task MigrateAsync(string connectionString)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var connection = await source.OpenConnectionAsync();
    }

    private string ConnectionString(string database) =>
        new NpgsqlConnectionStringBuilder(_servers!.PostgresConnectionString)
        {
            Database = database,
            MaxPoolSize = 40,
            IncludeErrorDetail = true,
        }.ConnectionString;

    private int TakeRedisDatabase() => _freeRedisDatabases.TryDequeue(out var database)
        ? database
        : throw new InvalidOperationException("More test databases are in use at once than Redis has: dispose them.");

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_servers!.PostgresConnectionString)
        {
            Database = "postgres",
            Pooling = false,
            CommandTimeout = 120,
        }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
