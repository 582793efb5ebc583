using System.Globalization;
using StackExchange.Redis;
using Ticketing.Core.Access;
using Ticketing.Core.Ordering.Export;
using Ticketing.Infrastructure.Redis;

namespace Ticketing.Infrastructure.Ordering.Export;

/// <summary>
/// How far exports are, in Redis for ten minutes: the instance that writes the file is not always the one that shows the page. Without Redis
/// exports work and have no progress.
/// </summary>
public sealed class ExportProgress(IConnectionMultiplexer redis)
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(10);

    /// <summary>The state of an export of the caller's account; null: unknown.</summary>
    /// <param name="token">See <see cref="ExportOrders.Progress"/>.</param>
    public async Task<ExportState?> FindAsync(Guid token, Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (AccountOf(caller) is not { } account)
        {
            return null;
        }

        try
        {
            return Read(await redis.GetDatabase().StringGetAsync(KeyOf(account, token)));
        }
        catch (Exception outage) when (RedisOutage.IsOutage(outage))
        {
            return null;
        }
    }

    /// <summary>Whose exports run one at a time: an account, or a key of an organization. Null: a guest.</summary>
    internal static Guid? AccountOf(Caller caller) => caller.User?.Value ?? caller.Key?.Id;

    internal async Task ReportAsync(Guid account, Guid token, ExportState state)
    {
        try
        {
            await redis.GetDatabase().StringSetAsync(
                KeyOf(account, token), string.Create(CultureInfo.InvariantCulture, $"{state.Written} {state.Total} {(state.IsDone ? 1 : 0)}"), KeptFor);
        }
        catch (Exception outage) when (RedisOutage.IsOutage(outage))
        {
            // The file is what counts.
        }
    }

    private static ExportState? Read(RedisValue stored) =>
        stored.ToString().Split(' ') is [var written, var total, var done]
            && long.TryParse(written, CultureInfo.InvariantCulture, out var rows) && long.TryParse(total, CultureInfo.InvariantCulture, out var all)
                ? new ExportState(rows, all, done == "1")
                : null;

    private static RedisKey KeyOf(Guid account, Guid token) => $"export:{account}:{token}";
}
