using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using StackExchange.Redis;
using Ticketing.App.Shared;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Redis;

namespace Ticketing.App.Hosting;

/// <summary>
/// <c>/health/live</c>: the process responds. <c>/health/ready</c>: PostgreSQL is available with the newest schema; without Redis the
/// status is degraded, but ready; so it is while mails or facts are parked after their last attempt.
/// </summary>
internal static class Health
{
    /// <summary>The tag of checks that <c>/health/ready</c> runs.</summary>
    public const string ReadyTag = "ready";

    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddHealthChecks()
            .AddCheck<PostgresCheck>("postgres", tags: [ReadyTag], timeout: TimeSpan.FromSeconds(5))
            .AddCheck<RedisCheck>("redis", HealthStatus.Degraded, [ReadyTag], TimeSpan.FromSeconds(5));
        services.AddSingleton<PostgresCheck>();
        return services;
    }

    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapHealthChecks(AppUrls.HealthLive, Options(_ => false)).DisableHttpMetrics();
        endpoints.MapHealthChecks(AppUrls.HealthReady, Options(check => check.Tags.Contains(ReadyTag))).DisableHttpMetrics();
    }

    private static HealthCheckOptions Options(Func<HealthCheckRegistration, bool> predicate) => new()
    {
        Predicate = predicate,
        ResponseWriter = (context, report) =>
        {
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync(JsonSerializer.Serialize(new
            {
                status = Word(report.Status),
                checks = report.Entries.ToDictionary(entry => entry.Key, entry => Word(entry.Value.Status)),
            }));
        },
    };

    private static string Word(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => "ok",
        HealthStatus.Degraded => "degraded",
        HealthStatus.Unhealthy => "down",
    };

    private sealed class PostgresCheck(NpgsqlDataSource database, IDbContextFactory<TicketingDbContext> contexts) : IHealthCheck
    {
        // Cached: migrations only go forward.
        private volatile bool _migrated;

        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                await using var command = database.CreateCommand("SELECT 1");
                await command.ExecuteScalarAsync(cancellationToken);
                if (!_migrated)
                {
                    await using var schema = await contexts.CreateDbContextAsync(cancellationToken);
                    _migrated = !(await schema.Database.GetPendingMigrationsAsync(cancellationToken)).Any();
                }

                return _migrated ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The schema is not the newest.");
            }
            catch (Exception cause) when (DatabaseRetry.IsTransient(cause))
            {
                return HealthCheckResult.Unhealthy(exception: cause);
            }
        }
    }

    private sealed class RedisCheck(IConnectionMultiplexer redis) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                await redis.GetDatabase().PingAsync().WaitAsync(cancellationToken);
                return HealthCheckResult.Healthy();
            }
            catch (Exception cause) when (RedisOutage.IsOutage(cause) && !cancellationToken.IsCancellationRequested)
            {
                return HealthCheckResult.Degraded(exception: cause);
            }
        }
    }
}
