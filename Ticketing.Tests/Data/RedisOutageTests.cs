using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;
using Ticketing.Infrastructure.Inventory.RedisMirror;
using Ticketing.Infrastructure.Redis;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Data;

public sealed class RedisOutageTests(TestServers servers)
{
    public static TheoryData<Exception, bool> Failures => new()
    {
        { new RedisConnectionException(ConnectionFailureType.SocketClosed, CommandFlags.None, "closed", null, CommandStatus.Sent), true },
        { new RedisTimeoutException(CommandFlags.None, "late", CommandStatus.Sent), true },
        { new TimeoutException(), true },
        { new ObjectDisposedException("multiplexer"), true },
        { new OperationCanceledException(), true },
        { new RedisCommandException("Command cannot be issued to a replica: EVALSHA"), true },
        { new RedisCommandException("No such command"), false },
        { new RedisException("of what kind is unknown"), false },
        { new InvalidOperationException("a bug"), false },
    };

    public static TheoryData<RedisErrorKind, bool> Kinds => new()
    {
        { RedisErrorKind.ConnectionFault, true },
        { RedisErrorKind.Timeout, true },
        { RedisErrorKind.Loading, true },
        { RedisErrorKind.Busy, true },
        { RedisErrorKind.MaxClients, true },
        { RedisErrorKind.ReadOnly, true },
        { RedisErrorKind.MasterDown, true },
        { RedisErrorKind.NoReplicas, true },
        { RedisErrorKind.ClusterDown, true },
        { RedisErrorKind.TryAgain, true },
        { RedisErrorKind.Moved, true },
        { RedisErrorKind.Ask, true },
        { RedisErrorKind.UnknownRedirectTarget, true },
        { RedisErrorKind.Misconfigured, true },
        { RedisErrorKind.OutOfMemory, true },
        { RedisErrorKind.NoAuth, true },
        { RedisErrorKind.WrongPass, true },
        { RedisErrorKind.NoPermission, true },
        { RedisErrorKind.Unknown, false },
        { RedisErrorKind.UnknownError, false },
        { RedisErrorKind.UnknownCommand, false },
        { RedisErrorKind.WrongType, false },
        { RedisErrorKind.CrossSlot, false },
        { RedisErrorKind.NoScript, false },
    };

    /// <summary>Redis' error texts of an outage, without redirections, which the client library follows.</summary>
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
    ];

    [Theory]
    [MemberData(nameof(Failures))]
    public void Failure_OfEachKind_IsAnOutageOrABug(Exception failure, bool outage) => Assert.Equal(outage, RedisOutage.IsOutage(failure));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Reply_OfEachKind_IsAnOutageOrABug(RedisErrorKind kind, bool outage) =>
        Assert.Equal(outage, RedisOutage.IsOutage(new RedisServerException(kind, CommandFlags.None, "any text")));

    [Theory]
    [MemberData(nameof(States))]
    public async Task Gate_RedisUnavailable_ClosesWithoutFailure(string answer)
    {
        await using var database = await servers.CreateDatabaseAsync();
        var gate = new RedisGate(database.Redis, NullLogger<RedisGate>.Instance);

        Assert.Null(await gate.TryEvaluateAsync(Answering(answer), [], []));

        Assert.False(gate.IsOpen);
        Assert.Equal(1, gate.Closings);
    }

    [Fact]
    public async Task Gate_InvalidCommand_ThrowsAndStaysOpen()
    {
        await using var database = await servers.CreateDatabaseAsync();
        var gate = new RedisGate(database.Redis, NullLogger<RedisGate>.Instance);

        await Assert.ThrowsAsync<RedisServerException>(() => gate.TryEvaluateAsync(Answering("WRONGTYPE Operation against a key"), [], []));

        Assert.True(gate.IsOpen);
    }

    [Fact]
    public async Task Script_FlushedFromRedis_IsLoadedByRunOnly()
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
