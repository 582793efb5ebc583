using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace Ticketing.Infrastructure.Redis;

/// <summary>Registration of Redis.</summary>
public static class RedisRegistration
{
    /// <summary>
    /// The timeout of a call. Long enough for a small machine under a burst of ten thousand requests, which may read a response a second
    /// late.
    /// </summary>
    private const int TimeoutMilliseconds = 2000;

    /// <summary>
    /// Adds the shared connection. It tolerates an outage at any time, also at start-up, and reconnects by itself.
    /// </summary>
    public static IServiceCollection AddRedis(this IServiceCollection services, string connectionString) =>
        services.AddSingleton<IConnectionMultiplexer>(_ =>
        {
            // The connection string overrides the default.
            var defaults = FormattableString.Invariant($"asyncTimeout={TimeoutMilliseconds},");
            var options = ConfigurationOptions.Parse(defaults + connectionString);
            options.AbortOnConnectFail = false;

            // Calls fail at once during an outage: PostgreSQL has the same data.
            options.BacklogPolicy = BacklogPolicy.FailFast;

            // The library checks timeouts at this interval.
            options.HeartbeatInterval = TimeSpan.FromMilliseconds(TimeoutMilliseconds / 4);
            options.ConnectTimeout = 2_000;
            options.ClientName ??= "ticketing";
            return ConnectionMultiplexer.Connect(options);
        });
}
