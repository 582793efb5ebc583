using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace Ticketing.Infrastructure.Redis;

public static class RedisRegistration
{
    /// <summary>
    /// What Redis may take for an answer before it counts as away. Only one that hangs makes anybody wait so long, and ten thousand
    /// requests in one burst keep a small machine from reading an answer for a second.
    /// </summary>
    private const int AnswerMillisecondsMax = 2000;

    /// <summary>
    /// Adds the one connection that everything shares. It may be down at any moment, at start-up too: it connects by itself
    /// when Redis is there.
    /// </summary>
    public static IServiceCollection AddRedis(this IServiceCollection services, string connectionString) =>
        services.AddSingleton<IConnectionMultiplexer>(_ =>
        {
            // What stands in the string counts.
            var options = ConfigurationOptions.Parse(FormattableString.Invariant($"asyncTimeout={AnswerMillisecondsMax},") + connectionString);
            options.AbortOnConnectFail = false;

            // Nothing waits for a Redis that is away: PostgreSQL knows the same.
            options.BacklogPolicy = BacklogPolicy.FailFast;

            // As often it looks for answers that are late.
            options.HeartbeatInterval = TimeSpan.FromMilliseconds(AnswerMillisecondsMax / 4);
            options.ConnectTimeout = 2_000;
            options.ClientName ??= "ticketing";
            return ConnectionMultiplexer.Connect(options);
        });
}
