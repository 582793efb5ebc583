using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace Ticketing.Infrastructure.Platform;

public static class RedisRegistration
{
    /// <summary>
    /// Adds the one connection that everything shares. It may be down at any moment, at start-up too: it connects by itself
    /// when Redis is there.
    /// </summary>
    public static IServiceCollection AddRedis(this IServiceCollection services, string connectionString) =>
        services.AddSingleton<IConnectionMultiplexer>(_ =>
        {
            var options = ConfigurationOptions.Parse(connectionString);
            options.AbortOnConnectFail = false;
            options.ConnectTimeout = 2_000;
            options.ClientName ??= "ticketing";
            return ConnectionMultiplexer.Connect(options);
        });
}
