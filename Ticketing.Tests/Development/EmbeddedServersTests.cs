using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using StackExchange.Redis;
using Ticketing.Infrastructure.Development.Embedded;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Development;

public sealed class EmbeddedServersTests : IDisposable
{
    private readonly string _directory = Path.Combine(Path.GetTempPath(), "ticketing-embedded-" + Guid.NewGuid().ToString("N")[..8]);

    private EmbeddedServersOptions Options => new() { DataDirectory = _directory };

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Start_Twice_KeepsTheData()
    {
        await using (var first = await StartAsync())
        {
            await SqlAsync(first, "create table kept(value int); insert into kept values (42)");
            using var redis = await ConnectionMultiplexer.ConnectAsync(first.RedisConnectionString!);
            await redis.GetDatabase().StringSetAsync("kept", "yes");
        }

        await using var second = await StartAsync();

        Assert.Equal(42, await SqlAsync(second, "select value from kept"));
        using var again = await ConnectionMultiplexer.ConnectAsync(second.RedisConnectionString!);
        Assert.Equal("yes", (string?)await again.GetDatabase().StringGetAsync("kept"));
    }

    [Fact]
    public async Task Start_DirectoryInUse_IsRefused()
    {
        await using var first = await StartAsync();

        var refusal = await Assert.ThrowsAsync<EmbeddedServerException>(StartAsync);

        Assert.Contains("in use by another running application", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_StalePidFileOfAnotherProcess_Starts()
    {
        await using (var first = await StartAsync())
        {
            await SqlAsync(first, "create table kept(value int); insert into kept values (7)");
        }

        // The id of a running process that is not PostgreSQL: this one.
        var pidFile = Path.Combine(_directory, "postgres", "postmaster.pid");
        await File.WriteAllTextAsync(pidFile, string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}\n{_directory}/postgres\n"),
            TestContext.Current.CancellationToken);

        await using var second = await StartAsync();

        Assert.Equal(7, await SqlAsync(second, "select value from kept"));
    }

    [Fact]
    public async Task Postgres_Killed_RestartsAtTheSameAddressWithItsData()
    {
        await using var servers = await StartAsync();
        await SqlAsync(servers, "create table kept(value int); insert into kept values (1)");

        ChildProcesses.Kill(ChildProcesses.Postmaster(_directory));

        await Eventually.TrueAsync(async () => Equals(await TrySqlAsync(servers, "select value from kept"), 1));
    }

    [Fact]
    public async Task Redis_Killed_RestartsAtTheSameAddressAndTheClientReconnects()
    {
        await using var servers = await StartAsync();
        using var redis = await ConnectionMultiplexer.ConnectAsync(servers.RedisConnectionString!);
        await redis.GetDatabase().PingAsync();

        ChildProcesses.Kill(ChildProcesses.Redis(_directory));

        await Eventually.TrueAsync(async () =>
        {
            try
            {
                return await redis.GetDatabase().PingAsync() > TimeSpan.Zero;
            }
            catch (RedisException)
            {
                return false;
            }
            catch (TimeoutException)
            {
                return false;
            }
        });
    }

    [Fact]
    public async Task Dispose_Running_LeavesNoProcess()
    {
        await using (await StartAsync())
        {
            Assert.NotEmpty(ChildProcesses.In(_directory));
        }

        Assert.Empty(ChildProcesses.In(_directory));
    }

    private static async Task<object?> SqlAsync(EmbeddedServers servers, string sql)
    {
        await using var source = NpgsqlDataSource.Create(servers.PostgresConnectionString!);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<object?> TrySqlAsync(EmbeddedServers servers, string sql)
    {
        try
        {
            return await SqlAsync(servers, sql);
        }
        catch (NpgsqlException)
        {
            return null;
        }
    }

    private Task<EmbeddedServers> StartAsync() =>
        EmbeddedServers.StartAsync(Options, NullLogger.Instance, TestContext.Current.CancellationToken);
}
