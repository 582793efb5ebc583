using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Ticketing.Core.Catalog;
using Ticketing.Infrastructure.Configuration;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Inventory.Allotments;
using Ticketing.Infrastructure.Inventory.Counting;
using Ticketing.Infrastructure.Inventory.Feed;
using Ticketing.Infrastructure.Inventory.Holds;
using Ticketing.Infrastructure.Inventory.RedisMirror;
using Ticketing.Infrastructure.Inventory.Sale;
using Ticketing.Infrastructure.Limits;
using Ticketing.Infrastructure.Messaging.Events;
using Ticketing.Infrastructure.Seating;
using Ticketing.Infrastructure.Telemetry;

namespace Ticketing.Infrastructure.Inventory;

public static class InventoryRegistration
{
    /// <summary>
    /// Adds seats and holds. Needs an <see cref="NpgsqlDataSource"/>, an <c>IConnectionMultiplexer</c>, a <see cref="TimeProvider"/> and facts.
    /// </summary>
    public static IServiceCollection AddInventory(this IServiceCollection services)
    {
        services.AddValidatedOptions<InventoryOptions, InventoryOptionsValidator>(InventoryOptions.Section);

        services.AddValidatedOptions<SeatBudgetOptions, SeatBudgetOptionsValidator>(SeatBudgetOptions.Section);

        services.AddSingleton<RedisGate>();
        services.AddSingleton<SeatKeys>();
        services.AddSingleton<RedisUpdates>();
        services.AddHostedService(provider => provider.GetRequiredService<RedisUpdates>());
        services.AddSingleton<SeatKeyRebuild>();

        services.AddSingleton(provider => new SeatFeed(
            provider.GetRequiredService<NpgsqlDataSource>(),
            provider.GetRequiredService<RedisGate>(),
            provider.GetRequiredService<LoadMonitor>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IOptions<InventoryOptions>>(),
            provider.GetRequiredService<ILogger<SeatFeed>>()));
        services.AddHostedService<SeatFeedWorker>();
        services.AddSingleton<SeatCounts>();
        services.AddSingleton<SectionReader>();
        services.AddHostedService<RedisWatch>();

        services.AddSingleton<SeatLedger>();
        services.AddSingleton(provider => new SeatAnnouncer(
            provider.GetRequiredService<SeatFeed>(),
            provider.GetRequiredService<RedisUpdates>(),
            provider.GetRequiredService<IOptions<SeatBudgetOptions>>()));

        services.TryAddSingleton<CompiledPlans>();
        services.AddAvailability();
        services.AddSingleton<SellingFactsReader>();
        services.AddSingleton<SellingFactsCache>();
        services.AddSingleton<PresaleGate>();
        services.AddSingleton<SeatBudget>();
        services.AddSingleton<SeatProofs>();
        services.AddSingleton<NewHoldsStatement>();
        services.AddSingleton<HoldStatement>();
        services.AddSingleton<HoldBatch>();
        services.AddSingleton<HoldWriter>();
        services.AddHostedService(provider => provider.GetRequiredService<HoldWriter>());
        services.AddInstruments<HoldMetrics>();
        services.AddSingleton<HoldBatcher>();
        services.AddHostedService(provider => provider.GetRequiredService<HoldBatcher>());
        services.AddSingleton<HoldSweeper>();
        services.AddHostedService(provider => provider.GetRequiredService<HoldSweeper>());
        services.AddSingleton<HoldRunner>();
        services.AddSingleton<SeatRules>();
        services.AddSingleton<TierLimits>();
        services.AddSingleton<BestSeats>();

        services.AddSingleton<HoldSecrets>();
        services.AddSingleton<HoldReader>();
        services.AddSingleton<HoldOwners>();
        services.AddSingleton(provider => new HoldSeatsHandler(
            provider.GetRequiredService<SellingFactsCache>(),
            provider.GetRequiredService<HoldRunner>(),
            provider.GetRequiredService<SeatRules>(),
            provider.GetRequiredService<TierLimits>(),
            provider.GetRequiredService<BestSeats>(),
            provider.GetRequiredService<HoldReader>(),
            provider.GetRequiredService<SeatProofs>(),
            provider.GetRequiredService<ShopMeter>(),
            provider.GetRequiredService<HoldMetrics>(),
            provider.GetRequiredService<PresaleGate>(),
            provider.GetRequiredService<IOptions<InventoryOptions>>()));
        services.AddSingleton(provider => new SeatOfferFinder(
            provider.GetRequiredService<SellingFactsCache>(), provider.GetRequiredService<BestSeats>(), provider.GetRequiredService<PresaleGate>()));
        services.AddSingleton(provider => new ChangeHoldHandler(
            provider.GetRequiredService<SellingFactsCache>(),
            provider.GetRequiredService<HoldReader>(),
            provider.GetRequiredService<HoldSeatsHandler>(),
            provider.GetRequiredService<PresaleGate>()));
        services.AddSingleton<ReleaseHoldHandler>();
        services.AddAllotments();
        services.AddSingleton<ExtendHoldHandler>();
        services.AddSingleton(provider => new CheckHoldHandler(
            provider.GetRequiredService<SellingFactsCache>(),
            provider.GetRequiredService<HoldReader>(),
            provider.GetRequiredService<SeatRules>()));
        return services;
    }

    private static void AddAllotments(this IServiceCollection services)
    {
        services.AddSingleton<ManageAllotmentsHandler>();
        services.AddSingleton(provider => new AllotmentReader(
            provider.GetRequiredService<OrganizationContexts>(),
            provider.GetRequiredService<NpgsqlDataSource>(),
            provider.GetRequiredService<SellingFactsCache>(),
            provider.GetRequiredService<SeatFeed>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new BoxOfficeHoldHandler(
            provider.GetRequiredService<IDbContextFactory<TicketingDbContext>>(),
            provider.GetRequiredService<SellingFactsCache>(),
            provider.GetRequiredService<HoldSeatsHandler>(),
            provider.GetRequiredService<ReleaseHoldHandler>(),
            provider.GetRequiredService<HoldReader>(),
            provider.GetRequiredService<CommandCounter>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<AllotmentReleaseWorker>();
        services.AddHostedService(provider => provider.GetRequiredService<AllotmentReleaseWorker>());
    }

    private static void AddAvailability(this IServiceCollection services)
    {
        services.AddSingleton<SeatCountReader>();
        services.AddSingleton<AvailabilityCounter>();
        services.AddSingleton<ISeatCounter, AvailabilityReader>();
        services.AddSingleton<AvailabilityConsumer>();
        services.AddFactConsumer<AvailabilityConsumer>(AvailabilityConsumer.Name, AvailabilityConsumer.Types);
        services.AddSingleton<AvailabilityPass>();
        services.AddInstruments<AvailabilityReconciler>();
        services.AddHostedService<AvailabilityWorker>();
    }
}
