using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using StackExchange.Redis;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Tests.Integration;

/// <summary>
/// A test's PostgreSQL database and Redis database. Redis channels are shared by all databases of a server: ids in
/// their names separate them.
/// </summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly TestServers _servers;
    private readonly string _name;
    private readonly int _redisDatabase;
    private readonly Lazy<ConnectionMultiplexer> _redis;
    private readonly ServiceProvider _services;

    internal TestDatabase(TestServers servers, string name, string connectionString, int redisDatabase, string redisConnectionString)
    {
        (_servers, _name, _redisDatabase) = (servers, name, redisDatabase);
        (ConnectionString, RedisConnectionString) = (connectionString, redisConnectionString);
        _services = new ServiceCollection().AddDatabase(connectionString).BuildServiceProvider();
        _redis = new Lazy<ConnectionMultiplexer>(() => ConnectionMultiplexer.Connect(RedisConnectionString));
    }

    public string ConnectionString { get; }

    public string RedisConnectionString { get; }

    /// <summary>Settings of an application on this database: no embedded servers, no demo, no limits by address, no cache.</summary>
    public (string Key, string Value)[] Settings =>
    [
        ("ConnectionStrings:Postgres", ConnectionString),
        ("ConnectionStrings:Redis", RedisConnectionString),
        ("Demo:Enabled", "false"),
        ("RateLimits:Enabled", "false"),
        ("PublicCache:Seconds", "0"),
        ("Storage:Directory", ObjectsDirectory),
        // Scores that change by themselves would reorder lists.
        ("Analytics:TrendingSeconds", "86400"),
        .. Budget,
    ];

    /// <summary>Where an application on this database keeps uploaded files.</summary>
    public string ObjectsDirectory => Path.Combine(Path.GetTempPath(), "ticketing-objects-" + _name);

    private static readonly (string, string)[] Budget =
        [.. new[] { "DeviceSeats", "AccountSeats", "LineSeats", "BlockSeatsMax" }.Select(key => ($"SeatBudget:{key}", "1000000"))];

    public IDbContextFactory<TicketingDbContext> Contexts => _services.GetRequiredService<IDbContextFactory<TicketingDbContext>>();

    public NpgsqlDataSource DataSource => _services.GetRequiredService<NpgsqlDataSource>();

    internal HotPathDatabase HotPath => _services.GetRequiredService<HotPathDatabase>();

    public IConnectionMultiplexer Redis => _redis.Value;

    /// <summary>Runs one statement, with parameters <c>$1</c>, <c>$2</c>…, and returns the number of changed rows.</summary>
    public async Task<int> ExecuteAsync(string sql, params object[] parameters)
    {
        await using var command = Command(sql, parameters);
        return await command.ExecuteNonQueryAsync();
    }

    /// <summary>The first column of the first row; default without a row.</summary>
    public async Task<T?> ScalarAsync<T>(string sql, params object[] parameters)
    {
        await using var command = Command(sql, parameters);
        return await command.ExecuteScalarAsync() is T value ? value : default;
    }

    /// <summary>The first column of every row.</summary>
    public async Task<List<T>> ListAsync<T>(string sql, params object[] parameters)
    {
        await using var command = Command(sql, parameters);
        await using var reader = await command.ExecuteReaderAsync();
        var values = new List<T>();
        while (await reader.ReadAsync())
        {
            values.Add(await reader.GetFieldValueAsync<T>(0));
        }

        return values;
    }

    public async ValueTask DisposeAsync()
    {
        if (_redis.IsValueCreated)
        {
            _redis.Value.Dispose();
        }

        await _services.DisposeAsync();
        if (Directory.Exists(ObjectsDirectory))
        {
            Directory.Delete(ObjectsDirectory, recursive: true);
        }

        await _servers.GiveBackAsync(_name, _redisDatabase);
    }

    private NpgsqlCommand Command(string sql, object[] parameters)
    {
        var command = DataSource.CreateCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        }

        return command;
    }
}
