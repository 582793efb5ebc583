using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;
using Ticketing.Infrastructure.Inventory;
using Ticketing.Infrastructure.Platform;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Platform;

public sealed class RedisOutageTests(TestServers servers)
{
    public static TheoryData<Exception, bool> Failures => new()
    {
        { new RedisConnectionException(ConnectionFailureType.SocketClosed, "gone"), true },
        { new RedisConnectionException(ConnectionFailureType.UnableToResolvePhysicalConnection, "no server"), true },
        { new RedisTimeoutException("late", CommandStatus.Sent), true },
        { new TimeoutException(), true },
        { new ObjectDisposedException("multiplexer"), true },
        { new OperationCanceledException(), true },
        { new RedisCommandException("Command cannot be issued to a replica: EVALSHA"), true },
        { new RedisCommandException("No such command"), false },
        { new RedisServerException("ERR unknown command"), false },
        { new RedisServerException("WRONGTYPE Operation against a key"), false },
        { new RedisServerException("NOSCRIPT No matching script"), false },
        { new RedisServerException("CROSSSLOT Keys in request don't hash to the same slot"), false },
        { new RedisServerException("OOMPH is no word of Redis"), false },
        { new RedisServerException("BUSYGROUP Consumer Group name already exists"), false },
        { new RedisException("of what kind is unknown"), false },
        { new InvalidOperationException("a bug"), false },
    };

    /// <summary>What Redis says when it cannot serve, in its own words.</summary>
    public static TheoryData<string> States =>
    [
        "LOADING Redis is loading the dataset in memory",
        "READONLY You can't write against a read only replica.",
        "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.",
        "CLUSTERDOWN Hash slot not served",
        "TRYAGAIN Multiple keys request during rehashing of slot",
        "NOREPLICAS Not enough good replicas to write.",
        "MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist to disk.",
        "OOM command not allowed when used memory > 'maxmemory'.",
        "BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.",
        "MAXCLIENTS max number of clients reached",
        "NOAUTH Authentication required.",
        "WRONGPASS invalid username-password pair or user is disabled.",
        "NOPERM this user has no permissions to run the 'evalsha' command",
        "MOVED 3999 127.0.0.1:6381",
        "ASK 3999 127.0.0.1:6381",
    ];

    [Theory]
    [MemberData(nameof(Failures))]
    public void Failure_IsAnOutageOrAMistake(Exception failure, bool outage) => Assert.Equal(outage, RedisOutage.IsOutage(failure));

    [Theory]
    [MemberData(nameof(States))]
    public void Failure_InRedisOwnWords_IsAnOutage(string answer) => Assert.True(RedisOutage.IsOutage(new RedisServerException(answer)));

    [Theory]
    [InlineData(RedisErrorKind.Loading)]
    [InlineData(RedisErrorKind.ReadOnly)]
    [InlineData(RedisErrorKind.MasterDown)]
    [InlineData(RedisErrorKind.ClusterDown)]
    [InlineData(RedisErrorKind.TryAgain)]
    [InlineData(RedisErrorKind.NoReplicas)]
    [InlineData(RedisErrorKind.Misconfigured)]
    [InlineData(RedisErrorKind.OutOfMemory)]
    [InlineData(RedisErrorKind.UnknownRedirectTarget)]
    public void Failure_ThatTheLibraryRecognizes_IsAnOutage(RedisErrorKind kind) =>
        Assert.True(RedisOutage.IsOutage(new RedisServerException(kind, CommandFlags.None, "whatever it says")));

    [Theory]
    [MemberData(nameof(States))]
    public async Task Gate_WhereRedisCannotServe_IsShutAndNobodyFails(string answer)
    {
        if (answer.StartsWith("MOVED", StringComparison.Ordinal) || answer.StartsWith("ASK", StringComparison.Ordinal))
        {
            Assert.Skip("The library follows these itself.");
        }

        await using var database = await servers.CreateDatabaseAsync();
        var gate = new RedisGate(database.Redis, NullLogger<RedisGate>.Instance);

        Assert.Null(await gate.TryEvaluateAsync(Answering(answer), [], []));

        Assert.False(gate.IsOpen);
        Assert.Equal(1, gate.Closings);
    }

    [Fact]
    public async Task Gate_AskedWhatMakesNoSense_StaysOpenAndSaysSo()
    {
        await using var database = await servers.CreateDatabaseAsync();
        var gate = new RedisGate(database.Redis, NullLogger<RedisGate>.Instance);

        await Assert.ThrowsAsync<RedisServerException>(() => gate.TryEvaluateAsync(Answering("WRONGTYPE Operation against a key"), [], []));

        Assert.True(gate.IsOpen);
    }

    [Fact]
    public async Task Script_ThatRedisHasForgotten_IsMadeKnownByOneRoadOnly()
    {
        await using var database = await servers.CreateDatabaseAsync();
        var redis = database.Redis.GetDatabase();
        var script = RedisScript.Of($"return ARGV[1] -- {Guid.NewGuid():N}");

        Assert.Null(await script.RunIfKnownAsync(redis, [], ["one"]));
        Assert.Equal("two", (string?)await script.RunAsync(redis, [], ["two"]));
        Assert.Equal("three", (string?)await script.RunIfKnownAsync(redis, [], ["three"]));
    }

    private static RedisScript Answering(string error) => RedisScript.Of($"return redis.error_reply([[{error}]])");
}
