using StackExchange.Redis;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Redis;

namespace Ticketing.Infrastructure.Limits;

/// <summary>
/// Records in Redis which proofs of work have been used, for all instances, for longer than they are valid. During a Redis outage a proof
/// could be used again, by its owner only.
/// </summary>
public sealed class UsedProofs(IConnectionMultiplexer redis)
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);

    /// <param name="number">From <see cref="WorkProof.Read"/>.</param>
    /// <returns>False: it has been used before.</returns>
    public async Task<bool> TryUseAsync(byte[] number)
    {
        try
        {
            return await redis.GetDatabase().StringSetAsync("proof:" + Convert.ToHexStringLower(number), "1", Kept, When.NotExists);
        }
        catch (Exception outage) when (RedisOutage.IsOutage(outage))
        {
            return true;
        }
    }
}
