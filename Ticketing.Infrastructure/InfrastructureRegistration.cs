using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Ticketing.Infrastructure.Configuration;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Idempotency;
using Ticketing.Infrastructure.Limits;
using Ticketing.Infrastructure.Redis;
using Ticketing.Infrastructure.Secrets;
using Ticketing.Infrastructure.Storage;
using Ticketing.Infrastructure.Telemetry;

namespace Ticketing.Infrastructure;

public static class InfrastructureRegistration
{
    /// <summary>Adds what every feature stands on: PostgreSQL, Redis, the clock, shared keys, stored files, idempotency.</summary>
    public static IHostApplicationBuilder AddInfrastructure(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddDatabase(Required(builder.Configuration, "Postgres"));
        services.AddRedis(Required(builder.Configuration, "Redis"));
        services.AddValidatedOptions<SiteOptions, SiteOptionsValidator>(SiteOptions.Section);

        services.AddSharedKeys(builder.Configuration);
        services.AddStorage();

        services.AddSingleton<LoadMonitor>();
        services.AddSingleton<ShopMeter>();
        services.AddSingleton<OpenCircuits>();
        services.AddInstruments<InstanceMetrics>();
        services.AddSingleton<SharedSecrets>();
        services.AddSingleton<FailureCounter>();
        services.AddSingleton<CommandCounter>();
        services.AddSingleton<UsedProofs>();
        services.AddSingleton<IdempotencyStore>();
        services.AddHostedService<IdempotencySweeper>();

        services.AddSingleton<DatabasePreparation>();
        return builder;
    }

    /// <summary>Keys for cookies and tokens, in the database, encrypted there when a certificate is configured.</summary>
    private static void AddSharedKeys(this IServiceCollection services, IConfiguration configuration)
    {
        var keys = services.AddDataProtection().SetApplicationName("ticketing").PersistKeysToDbContext<TicketingDbContext>();
        if (configuration["DataProtection:CertificateFile"] is { Length: > 0 } file)
        {
            keys.ProtectKeysWithCertificate(X509CertificateLoader.LoadPkcs12FromFile(file, configuration["DataProtection:CertificatePassword"]));
        }
    }

    private static string Required(IConfiguration configuration, string name) =>
        configuration.GetConnectionString(name) is { Length: > 0 } value
            ? value
            : throw new StartUpException($"ConnectionStrings:{name} is not set.");
}
