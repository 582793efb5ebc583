using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Ticketing.Infrastructure.Development.Embedded;

public static class EmbeddedServersRegistration
{
    /// <summary>
    /// Starts a private server for each of <c>ConnectionStrings:Postgres</c> and <c>ConnectionStrings:Redis</c> that is not configured, and
    /// sets its connection string.
    /// </summary>
    /// <returns>Dispose it after the host: the servers stop last.</returns>
    public static async Task<IAsyncDisposable> UseEmbeddedServersAsync(
        this IHostApplicationBuilder builder, CancellationToken cancellationToken = default)
    {
        var configuration = builder.Configuration;
        var options = new EmbeddedServersOptions
        {
            DataDirectory = configuration["Data:Directory"] ?? ".local",
            Postgres = string.IsNullOrEmpty(configuration.GetConnectionString("Postgres")),
            Redis = string.IsNullOrEmpty(configuration.GetConnectionString("Redis")),
            Durable = configuration.GetValue("Embedded:Durable", true),
            PostgresBinDirectory = configuration["Embedded:PostgresBinDirectory"],
            RedisServerPath = configuration["Embedded:RedisServerPath"],
        };
        if (!options.Postgres && !options.Redis)
        {
            return new Started(null, null);
        }

        // The host's logging is not built yet, and the servers outlive it.
        var logging = LoggerFactory.Create(logs => logs.AddConfiguration(configuration.GetSection("Logging")).AddConsole());
        try
        {
            var servers = await EmbeddedServers.StartAsync(options, logging.CreateLogger<EmbeddedServers>(), cancellationToken);
            configuration["ConnectionStrings:Postgres"] = servers.PostgresConnectionString ?? configuration["ConnectionStrings:Postgres"];
            configuration["ConnectionStrings:Redis"] = servers.RedisConnectionString ?? configuration["ConnectionStrings:Redis"];
            return new Started(servers, logging);
        }
        catch
        {
            logging.Dispose();
            throw;
        }
    }

    private sealed class Started(EmbeddedServers? servers, ILoggerFactory? logging) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            if (servers is not null)
            {
                await servers.DisposeAsync();
            }

            logging?.Dispose();
        }
    }
}
