using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using Ticketing.App.Shared;
using Ticketing.Infrastructure.Configuration;

namespace Ticketing.App.Hosting.Pipeline;

/// <summary>Settings under <c>RateLimits</c>: limits per client address.</summary>
public sealed class RateLimitOptions
{
    public const string Section = "RateLimits";

    /// <summary>False for load tests.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Attempts per minute to sign in, register or request a mail.</summary>
    [Range(1, 100_000)]
    public int SignInsPerMinute { get; set; } = 20;

    /// <summary>API writes per second, sustained.</summary>
    [Range(1, 100_000)]
    public int WritesPerSecond { get; set; } = 10;

    /// <summary>API writes in a burst.</summary>
    [Range(1, 100_000)]
    public int WritesBurst { get; set; } = 60;
}

[OptionsValidator]
internal sealed partial class RateLimitOptionsValidator : IValidateOptions<RateLimitOptions>;

/// <summary>
/// Rate limits by client address, per instance: against password guessing and flooding by one address. Fairness of seat sales is not
/// decided here.
/// </summary>
internal static class RateLimits
{
    private static readonly string[] SignInPages =
        [AppUrls.ApiAuth, "/account/login", "/account/register", "/account/forgot", "/account/reset", "/account/2fa", "/account/confirm", AppUrls.FindOrder];

    public static IServiceCollection AddRateLimits(this IServiceCollection services)
    {
        services.AddValidatedOptions<RateLimitOptions, RateLimitOptionsValidator>(RateLimitOptions.Section);
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
                limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => Partition(context, options.Value));
            }
        });
        return services;
    }

    private static RateLimitPartition<string> Partition(HttpContext context, RateLimitOptions options)
    {
        var request = context.Request;
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method))
        {
            return RateLimitPartition.GetNoLimiter("");
        }

        if (Array.Exists(SignInPages, path => request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase)))
        {
            return RateLimitPartition.GetSlidingWindowLimiter("sign-in " + Client(context), _ => new SlidingWindowRateLimiterOptions
            {
                PermitLimit = options.SignInsPerMinute,
                Window = TimeSpan.FromMinutes(1),
                SegmentsPerWindow = 6,
            });
        }

        return request.Path.StartsWithSegments(AppUrls.ApiRoot, StringComparison.OrdinalIgnoreCase)
            ? RateLimitPartition.GetTokenBucketLimiter("write " + Client(context), _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = options.WritesBurst,
                TokensPerPeriod = options.WritesPerSecond,
                ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            })
            : RateLimitPartition.GetNoLimiter("");
    }

    /// <summary>The client's address; for IPv6 its /64, the usual allocation of one household or server.</summary>
    private static string Client(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress;
        if (address is null)
        {
            return "unknown";
        }

        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? new IPAddress([.. address.GetAddressBytes().AsSpan(0, 8), 0, 0, 0, 0, 0, 0, 0, 0]).ToString()
            : address.ToString();
    }
}
