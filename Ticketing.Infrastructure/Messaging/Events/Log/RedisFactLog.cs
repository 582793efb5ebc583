using System.Globalization;
using StackExchange.Redis;
using Ticketing.Infrastructure.Messaging.Events.Desk;
using Ticketing.Infrastructure.Redis;

namespace Ticketing.Infrastructure.Messaging.Events.Log;

/// <summary>
/// The log in Redis Streams. Ids of entries are positions, so a writer that repeats itself adds nothing. All keys have one hash tag: the
/// scripts also run in a cluster.
/// </summary>
internal sealed class RedisFactLog : IFactLog
{
    /// <summary>Most facts of one stream, and of all, in one page: a script blocks Redis while it runs.</summary>
    private const int StreamMax = 500;
    private const int PageMax = 2000;

    private static readonly RedisKey Cursor = "{evt}:at";
    private static readonly RedisKey Trimmed = "{evt}:trimmed";
    private static readonly RedisKey[] Streams =
        [.. Enumerable.Range(0, FactStreams.Count).Select(stream => (RedisKey)string.Create(CultureInfo.InvariantCulture, $"{{evt}}:{stream}"))];

    private static readonly RedisKey[] CursorAndStreams = [Cursor, .. Streams];
    private static readonly RedisKey[] TrimmedAndStreams = [Trimmed, .. Streams];
    private static readonly RedisKey[] AllKeys = [Cursor, Trimmed, .. Streams];

    private static readonly RedisScript AppendScript = RedisScript.Load("facts-append.lua");
    private static readonly RedisScript ReadScript = RedisScript.Load("facts-read.lua");
    private static readonly RedisScript ResumeScript = RedisScript.Load("facts-resume.lua");
    private static readonly RedisScript ResetScript = RedisScript.Load("facts-reset.lua");
    private static readonly RedisScript TrimScript = RedisScript.Load("facts-trim.lua");

    private readonly IConnectionMultiplexer _redis;
    private readonly RedisChannel _channel;

    public RedisFactLog(IConnectionMultiplexer redis)
    {
        _redis = redis;
        // Channels are common to all databases of a server.
        _channel = RedisChannel.Literal(string.Create(CultureInfo.InvariantCulture, $"{{evt}}:appended:{redis.GetDatabase().Database}"));
    }

    private IDatabase Database => _redis.GetDatabase();

    public bool IsOutage(Exception failure) => RedisOutage.IsOutage(failure);

    public async Task<FactCursor?> FindCursorAsync(CancellationToken cancellationToken) =>
        CursorOf((string?)await Database.StringGetAsync(Cursor).WaitAsync(cancellationToken));

    public async Task<FactCursor?> ResumeAsync(CancellationToken cancellationToken) =>
        CursorOf((string?)await ResumeScript.RunAsync(Database, CursorAndStreams, []).WaitAsync(cancellationToken));

    public async Task<bool> TryResetAsync(FactCursor? expected, FactCursor cursor, CancellationToken cancellationToken) =>
        (int)await ResetScript.RunAsync(
            Database,
            AllKeys,
            [expected?.ToString() ?? "", cursor.ToString(), FactPosition.AfterAllOf(cursor.Transaction).ToString()]).WaitAsync(cancellationToken) == 1;

    public async Task<bool> TryAppendAsync(
        FactCursor expected, FactCursor next, IReadOnlyList<Fact> facts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var arguments = new RedisValue[3 + (3 * facts.Count)];
        (arguments[0], arguments[1], arguments[2]) = (expected.ToString(), next.ToString(), (byte[])_channel!);
        var at = 3;
        foreach (var fact in facts)
        {
            arguments[at] = FactStreams.Of(fact.AggregateId) + 1;
            arguments[at + 1] = fact.Position.ToString();
            arguments[at + 2] = FactText.Write(fact);
            at += 3;
        }

        return (int)await AppendScript.RunAsync(Database, CursorAndStreams, arguments).WaitAsync(cancellationToken) == 1;
    }

    public async Task<FactPage?> ReadAsync(IReadOnlyList<FactPosition> after, int first, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(after);
        var keys = new RedisKey[2 + FactStreams.Count];
        var arguments = new RedisValue[2 + (2 * FactStreams.Count)];
        (keys[0], keys[1], arguments[0], arguments[1]) = (Cursor, Trimmed, StreamMax, PageMax);
        for (var i = 0; i < FactStreams.Count; i++)
        {
            var stream = (first + i) % FactStreams.Count;
            keys[2 + i] = Streams[stream];
            arguments[2 + (2 * i)] = stream;
            arguments[3 + (2 * i)] = after[stream].ToString();
        }

        var result = await ReadScript.RunAsync(Database, keys, arguments).WaitAsync(cancellationToken);
        if (result.IsNull)
        {
            return null;
        }

        var answer = (RedisResult[])result!;
        var slices = new FactSlice[FactStreams.Count];
        for (var i = 0; i < FactStreams.Count; i++)
        {
            slices[(first + i) % FactStreams.Count] = SliceOf((RedisValue[])answer[i + 1]!);
        }

        return new FactPage(FactCursor.Parse(answer[0].ToString()), slices);
    }

    public async Task TrimAsync(IReadOnlyList<FactPosition> upTo, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(upTo);
        var arguments = new RedisValue[2 * FactStreams.Count];
        for (var stream = 0; stream < FactStreams.Count; stream++)
        {
            var position = upTo[stream];
            arguments[2 * stream] = position.ToString();
            arguments[(2 * stream) + 1] = (position.Ordinal == long.MaxValue
                ? new FactPosition(position.Transaction + 1, 0)
                : position with { Ordinal = position.Ordinal + 1 }).ToString();
        }

        await TrimScript.RunAsync(Database, TrimmedAndStreams, arguments).WaitAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<long>> LengthsAsync(CancellationToken cancellationToken)
    {
        var database = Database;
        return await Task.WhenAll(Streams.Select(stream => database.StreamLengthAsync(stream))).WaitAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<StreamState>> DescribeAsync(CancellationToken cancellationToken)
    {
        var database = Database;
        var newest = Streams.Select(stream => database.StreamRangeAsync(stream, count: 1, messageOrder: Order.Descending)).ToList();
        var lengths = await LengthsAsync(cancellationToken);
        var entries = await Task.WhenAll(newest).WaitAsync(cancellationToken);
        return [.. entries.Select((entry, stream) => new StreamState(
            stream, lengths[stream], entry is [var last] ? FactText.Read(last.Values[0].Value.ToString(), default).CreatedAt : null))];
    }

    public Task SubscribeAsync(Action appended, CancellationToken cancellationToken) =>
        _redis.GetSubscriber().SubscribeAsync(_channel, (_, _) => appended()).WaitAsync(cancellationToken);

    private static FactCursor? CursorOf(string? text) => text is null ? null : FactCursor.Parse(text);

    private static FactSlice SliceOf(RedisValue[] values)
    {
        const int Head = 2;
        var facts = new Fact[(values.Length - Head) / 2];
        for (var i = 0; i < facts.Length; i++)
        {
            facts[i] = FactText.Read(values[Head + (2 * i) + 1].ToString(), FactPosition.Parse(values[Head + (2 * i)].ToString()));
        }

        var trimmed = values[0].ToString();
        return new FactSlice(trimmed.Length == 0 ? default : FactPosition.Parse(trimmed), facts, (int)values[1] == 1);
    }
}
