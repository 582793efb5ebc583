using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Configuration;

namespace Ticketing.App.Hosting.Pipeline;

/// <summary>Settings under <c>RateLimits</c>: limits per line of the client, per instance.</summary>
public sealed class RateLimitOptions
{
    public const string Section = "RateLimits";

    /// <summary>False for load tests: neither rates nor failed attempts are limited.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Attempts per minute to sign in, register or request a mail.</summary>
    [Range(1, 100_000)]
    public int SignInsPerMinute { get; set; } = 20;

    /// <summary>Writes per second, sustained: API, forms of pages, picks on the seat map.</summary>
    [Range(1, 100_000)]
    public int WritesPerSecond { get; set; } = 10;

    /// <summary>Writes in a burst.</summary>
    [Range(1, 100_000)]
    public int WritesBurst { get; set; } = 60;

    /// <summary>Writes per second at waiting rooms, sustained.</summary>
    [Range(1, 100_000)]
    public int QueueWritesPerSecond { get; set; } = 40;

    /// <summary>Writes at waiting rooms in a burst.</summary>
    [Range(1, 100_000)]
    public int QueueWritesBurst { get; set; } = 400;

    /// <summary>Writes of the door's devices per second, sustained.</summary>
    [Range(1, 100_000)]
    public int DeviceWritesPerSecond { get; set; } = 200;

    /// <summary>Writes of the door's devices in a burst.</summary>
    [Range(1, 100_000)]
    public int DeviceWritesBurst { get; set; } = 1_000;

    /// <summary>Reads per second, sustained. A seat page takes about ten.</summary>
    [Range(1, 1_000_000)]
    public int ReadsPerSecond { get; set; } = 200;

    /// <summary>Reads in a burst.</summary>
    [Range(1, 1_000_000)]
    public int ReadsBurst { get; set; } = 2_000;
}

[OptionsValidator]
internal sealed partial class RateLimitOptionsValidator : IValidateOptions<RateLimitOptions>;

/// <summary>
/// Rate limits by the client's line, per instance: against guessing and flooding by one client. Fairness of seat sales is not decided
/// here. Which limit applies: <see cref="LimitTable"/>.
/// </summary>
internal static class RateLimits
{
    // The local provider is called by the shop itself, for every buyer from one address.
    public const int LocalProviderFactor = 20;

    public static IServiceCollection AddRateLimits(this IServiceCollection services)
    {
        services.AddValidatedOptions<RateLimitOptions, RateLimitOptionsValidator>(RateLimitOptions.Section);
        services.AddSingleton<SeatWriteLimiter>();
        services.AddRateLimiter(_ => { });
        services.AddOptions<Microsoft.AspNetCore.RateLimiting.RateLimiterOptions>().Configure<IOptions<RateLimitOptions>>((limiter, options) =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.OnRejected = (context, _) =>
            {
                var wait = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1);
                context.HttpContext.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
                return ValueTask.CompletedTask;
            };
            if (options.Value.Enabled)
            {
                limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, (LimitPolicy, string)>(context => Partition(context, options.Value));
            }
        });
        return services;
    }

    private static RateLimitPartition<(LimitPolicy, string)> Partition(HttpContext context, RateLimitOptions options)
    {
        var policy = LimitTable.PolicyOf(context.Request);
        var line = policy == LimitPolicy.None ? "" : ClientNetwork.Of(context.Connection.RemoteIpAddress).Line;
        return policy switch
        {
            LimitPolicy.None => RateLimitPartition.GetNoLimiter((policy, line)),
            LimitPolicy.SignIns => RateLimitPartition.GetSlidingWindowLimiter((policy, line), _ => new SlidingWindowRateLimiterOptions
            {
                PermitLimit = options.SignInsPerMinute,
                Window = TimeSpan.FromMinutes(1),
                SegmentsPerWindow = 6,
            }),
            LimitPolicy.Reads => Bucket((policy, line), options.ReadsBurst, options.ReadsPerSecond),
            LimitPolicy.Writes => Bucket((policy, line), options.WritesBurst, options.WritesPerSecond),
            LimitPolicy.QueueWrites => Bucket((policy, line), options.QueueWritesBurst, options.QueueWritesPerSecond),
            LimitPolicy.Devices => Bucket((policy, line), options.DeviceWritesBurst, options.DeviceWritesPerSecond),
            LimitPolicy.LocalProvider =>
                Bucket((policy, line), options.WritesBurst * LocalProviderFactor, options.WritesPerSecond * LocalProviderFactor),
        };
    }

    private static RateLimitPartition<(LimitPolicy, string)> Bucket((LimitPolicy, string) key, int burst, int perSecond) =>
        RateLimitPartition.GetTokenBucketLimiter(key, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = burst,
            TokensPerPeriod = perSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        });
}

/// <summary>Limits the buyer's actions on live seat maps like writes over HTTP: per line, over all its circuits at this instance.</summary>
public sealed class SeatWriteLimiter : IDisposable
{
    private readonly PartitionedRateLimiter<string>? _limiter;

    public SeatWriteLimiter(IOptions<RateLimitOptions> options) => _limiter = options.Value is { Enabled: true } limits
        ? PartitionedRateLimiter.Create<string, string>(line => RateLimitPartition.GetTokenBucketLimiter(line, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = limits.WritesBurst,
            TokensPerPeriod = limits.WritesPerSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        }))
        : null;

    /// <returns>False: over the limit; the action must be refused.</returns>
    public bool TryAcquire(ClientNetwork network)
    {
        if (_limiter is null)
        {
            return true;
        }

        using var lease = _limiter.AttemptAcquire(network.Line);
        return lease.IsAcquired;
    }

    public void Dispose() => _limiter?.Dispose();
}
