using System.Globalization;
using StackExchange.Redis;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Redis;

namespace Ticketing.Infrastructure.WaitingRoom.Engine;

/// <summary>Result of a script call.</summary>
internal enum RoomReply
{
    Answered,

    /// <summary>Redis may have lost data: the script or the epoch is unknown to it.</summary>
    Lost,

    /// <summary>Redis is unavailable.</summary>
    Unavailable,
}

/// <summary>
/// The scripts of one room in one epoch. Each epoch has its own texts and hashes: a restarted, failed-over or flushed Redis does not know
/// them and returns NOSCRIPT, even with stale data, so that no number is assigned twice. Only <see cref="RoomRecovery"/> loads them.
/// </summary>
internal sealed class RoomScripts
{
    private static readonly string TickText = EmbeddedText.Read("room-tick.lua");
    private static readonly string JoinText = EmbeddedText.Read("room-join.lua");
    private static readonly string ClaimText = EmbeddedText.Read("room-claim.lua");
    private static readonly string ReleaseText = EmbeddedText.Read("room-release.lua");

    private readonly IDatabase _redis;

    public RoomScripts(IConnectionMultiplexer redis, PerformanceId performance, int epoch)
    {
        _redis = redis.GetDatabase();
        Keys = new RoomRedisKeys(performance);
        Epoch = epoch;
        Tick = OfEpoch(TickText, performance, epoch);
        Join = OfEpoch(JoinText, performance, epoch);
        Claim = OfEpoch(ClaimText, performance, epoch);
        Release = OfEpoch(ReleaseText, performance, epoch);
    }

    public RoomRedisKeys Keys { get; }

    public int Epoch { get; }

    public RedisScript Tick { get; }

    public RedisScript Join { get; }

    public RedisScript Claim { get; }

    public RedisScript Release { get; }

    public IEnumerable<RedisScript> All => [Tick, Join, Claim, Release];

    public async Task<(RoomReply Reply, RedisResult[] Values)> RunAsync(RedisScript script, RedisKey[] keys, params RedisValue[] arguments)
    {
        try
        {
            if (await script.RunIfKnownAsync(_redis, keys, [Epoch, .. arguments]) is not { } answer)
            {
                return (RoomReply.Lost, []);
            }

            var values = (RedisResult[])answer!;
            return (string?)values[0] == "lost" ? (RoomReply.Lost, []) : (RoomReply.Answered, values);
        }
        catch (Exception outage) when (RedisOutage.IsOutage(outage))
        {
            return (RoomReply.Unavailable, []);
        }
    }

    private static RedisScript OfEpoch(string text, PerformanceId performance, int epoch) =>
        RedisScript.Of(string.Create(CultureInfo.InvariantCulture, $"{text}\n-- {performance.Value:N} {epoch}\n"));
}

/// <summary>A room's Redis keys. They share one hash tag, so that scripts work in a cluster.</summary>
internal sealed class RoomRedisKeys(PerformanceId performance)
{
    private const int OwnerBuckets = 16_384;

    private readonly string _room = $"wr:{{{performance.Value:N}}}:";

    public RedisKey State => _room + "state";

    public RedisKey Active => _room + "active";

    public RedisKey Windows => _room + "windows";

    public RedisKey Window => _room + "window";

    public RedisKey Used => _room + "used";

    public RedisKey Pulses => _room + "pulses";

    public RedisKey Returned => _room + "returned";

    public RedisKey[] Everything => [State, Active, Windows, Window, Used, Pulses, Returned];

    /// <summary>
    /// The hash bucket and field of an owner. Redis packs small hashes, which takes about 25 bytes per owner instead of 150 for a key.
    /// </summary>
    public (RedisKey Bucket, RedisValue Field) OwnerOf(ReadOnlySpan<byte> owner)
    {
        var bucket = ((owner[0] << 8) | owner[1]) % OwnerBuckets;
        return (string.Create(CultureInfo.InvariantCulture, $"{_room}owners:{bucket}"), owner[2..14].ToArray());
    }
}
