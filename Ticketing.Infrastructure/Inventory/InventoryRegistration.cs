using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Ticketing.Infrastructure.Inventory;

public static class InventoryRegistration
{
    /// <summary>Adds seats and holds. Needs an <see cref="NpgsqlDataSource"/>, a <c>IConnectionMultiplexer</c> and a <see cref="TimeProvider"/>.</summary>
    public static IServiceCollection AddInventory(this IServiceCollection services)
    {
        services.AddOptions<InventoryOptions>().BindConfiguration(InventoryOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<InventoryOptions>, InventoryOptionsValidator>();

        services.AddSingleton<RedisGate>();
        services.AddSingleton<SeatKeys>();
        services.AddSingleton<SeatKeySettler>();
        services.AddHostedService(provider => provider.GetRequiredService<SeatKeySettler>());
        services.AddSingleton<SeatKeyRebuild>();

        services.AddSingleton(provider => new SeatFeed(
            provider.GetRequiredService<NpgsqlDataSource>(),
            provider.GetRequiredService<RedisGate>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IOptions<InventoryOptions>>(),
            provider.GetRequiredService<ILogger<SeatFeed>>()));
        services.AddHostedService<SeatFeedWorker>();
        services.AddHostedService<RedisWatch>();

        services.AddSingleton<SeatLedger>();
        services.AddSingleton(provider => new SeatAnnouncer(
            provider.GetRequiredService<SeatFeed>(), provider.GetRequiredService<SeatKeySettler>(), provider.GetRequiredService<RedisGate>()));
        return services;
    }
}
