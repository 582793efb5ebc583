using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using StackExchange.Redis;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Development.Embedded;
using Ticketing.Tests.Integration;

[assembly: AssemblyFixture(typeof(TestServers))]

namespace Ticketing.Tests.Integration;

/// <summary>
/// PostgreSQL and Redis of a test run, started on first use and shared. Each test takes a <see cref="TestDatabase"/>.
/// Injected as a constructor parameter.
/// </summary>
public sealed class TestServers : IAsyncDisposable
{
    private const int RedisDatabases = 512;
    private const string Template = "template_ticketing";

    private readonly string _directory = Path.Combine(Path.GetTempPath(), "ticketing-tests-" + Guid.NewGuid().ToString("N")[..8]);
    private readonly ConcurrentQueue<int> _freeRedisDatabases = new(Enumerable.Range(1, RedisDatabases - 1));
    private readonly Lazy<Task<EmbeddedServers>> _started;
    private int _databases;

    public TestServers()
    {
        _started = new Lazy<Task<EmbeddedServers>>(StartAsync);
        Apps = new AppPool(this);
    }

    /// <summary>Applications for tests that need no settings, clock or services of their own.</summary>
    internal AppPool Apps { get; }

    public async ValueTask DisposeAsync()
    {
        if (_started.IsValueCreated)
        {
            await Apps.DisposeAsync();
            await (await _started.Value).DisposeAsync();
            Directory.Delete(_directory, recursive: true);
        }
    }

    /// <summary>A migrated database without rows and an empty Redis database.</summary>
    public Task<TestDatabase> CreateDatabaseAsync() => CreateAsync(Template);

    /// <summary>A database without any table.</summary>
    public Task<TestDatabase> CreateEmptyDatabaseAsync() => CreateAsync("template0");

    internal async Task GiveBackAsync(string name, int redisDatabase)
    {
        var servers = await _started.Value;
        await ExecuteAsync(servers, $"drop database {name} with (force)");
        using var redis = await ConnectionMultiplexer.ConnectAsync(RedisConnectionString(servers, redisDatabase));
        await redis.GetDatabase().ExecuteAsync("FLUSHDB");
        _freeRedisDatabases.Enqueue(redisDatabase);
    }

    private static string ConnectionString(EmbeddedServers servers, string database) =>
        new NpgsqlConnectionStringBuilder(servers.PostgresConnectionString)
        {
            Database = database,
            MaxPoolSize = 40,
            IncludeErrorDetail = true,
        }.ConnectionString;

    private static string RedisConnectionString(EmbeddedServers servers, int database) =>
        FormattableString.Invariant($"{servers.RedisConnectionString},defaultDatabase={database},allowAdmin=true");

    private static async Task MigrateAsync(string connectionString)
    {
        await using var services = new ServiceCollection().AddDatabase(connectionString).BuildServiceProvider();
        await using var context = await services.GetRequiredService<IDbContextFactory<TicketingDbContext>>().CreateDbContextAsync();
        await context.Database.MigrateAsync();
    }

    private static async Task ExecuteAsync(EmbeddedServers servers, string sql)
    {
        var maintenance = new NpgsqlConnectionStringBuilder(servers.PostgresConnectionString)
        {
            Database = "postgres",
            Pooling = false,
            CommandTimeout = 120,
        };
        await using var connection = new NpgsqlConnection(maintenance.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<EmbeddedServers> StartAsync()
    {
        var options = new EmbeddedServersOptions { DataDirectory = _directory, Durable = false, PostgresConnectionsMax = 500 };
        var servers = await EmbeddedServers.StartAsync(options, NullLogger.Instance);
        try
        {
            await ExecuteAsync(servers, $"create database {Template}");
            await MigrateAsync(ConnectionString(servers, Template));
            await ExecuteAsync(servers, $"alter database {Template} is_template true allow_connections false");
            return servers;
        }
        catch
        {
            await servers.DisposeAsync();
            throw;
        }
    }

    private async Task<TestDatabase> CreateAsync(string template)
    {
        var servers = await _started.Value;
        var name = FormattableString.Invariant($"test_{Interlocked.Increment(ref _databases)}");
        await ExecuteAsync(servers, $"create database {name} template {template}");
        var redis = TakeRedisDatabase();
        return new TestDatabase(this, name, ConnectionString(servers, name), redis, RedisConnectionString(servers, redis));
    }

    private int TakeRedisDatabase() => _freeRedisDatabases.TryDequeue(out var database)
        ? database
        : throw new InvalidOperationException("All Redis databases are in use: dispose test databases.");
}
