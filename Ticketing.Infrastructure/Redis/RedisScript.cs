using System.Security.Cryptography;
using System.Text;
using StackExchange.Redis;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Redis;

/// <summary>A Lua script, called by its SHA-1 (EVALSHA).</summary>
internal sealed class RedisScript
{
    private readonly byte[] _hash;

    private RedisScript(string text)
    {
        Text = text;
#pragma warning disable CA5350 // Redis identifies scripts by SHA-1; no security depends on it.
        _hash = SHA1.HashData(Encoding.UTF8.GetBytes(text));
#pragma warning restore CA5350
    }

    public string Text { get; }

    /// <summary>Loads an embedded script.</summary>
    public static RedisScript Load(string fileName) => new(EmbeddedText.Read(fileName));

    public static RedisScript Of(string text) => new(text);

    /// <summary>Runs the script, and loads it if Redis does not have it.</summary>
    public async Task<RedisResult> RunAsync(IDatabase redis, RedisKey[] keys, RedisValue[] arguments) =>
        await RunIfKnownAsync(redis, keys, arguments) ?? await redis.ScriptEvaluateAsync(Text, keys, arguments);

    /// <summary>Runs the script only if Redis has it.</summary>
    /// <returns>Null: Redis does not have it.</returns>
    public async Task<RedisResult?> RunIfKnownAsync(IDatabase redis, RedisKey[] keys, RedisValue[] arguments)
    {
        try
        {
            return await redis.ScriptEvaluateAsync(_hash, keys, arguments);
        }
        catch (RedisServerException unknown) when (unknown.Kind == RedisErrorKind.NoScript)
        {
            return null;
        }
    }
}
