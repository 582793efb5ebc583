using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Ticketing.Infrastructure.Analytics.Dashboards;
using Ticketing.Infrastructure.Analytics.Funnel;
using Ticketing.Infrastructure.Analytics.Live;
using Ticketing.Infrastructure.Analytics.Read;
using Ticketing.Infrastructure.Analytics.Rebuild;
using Ticketing.Infrastructure.Analytics.Sales;
using Ticketing.Infrastructure.Analytics.Trending;
using Ticketing.Infrastructure.Analytics.Views;
using Ticketing.Infrastructure.Configuration;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Messaging.Events;

namespace Ticketing.Infrastructure.Analytics;

public static class AnalyticsRegistration
{
    /// <summary>
    /// Adds the sales figures with their consumer, rebuild and live feed; views and trending scores. Needs the database, Redis, facts and
    /// seats.
    /// </summary>
    public static IServiceCollection AddAnalytics(this IServiceCollection services)
    {
        services.AddValidatedOptions<AnalyticsOptions, AnalyticsOptionsValidator>(AnalyticsOptions.Section);
        services.AddSingleton<EventViews>();
        services.AddSingleton<EventViewsWorker>();
        services.AddHostedService(provider => provider.GetRequiredService<EventViewsWorker>());
        services.AddSingleton<TrendingUpdate>();
        services.AddHostedService<TrendingWorker>();
        services.AddSingleton<SalesConsumer>();
        services.AddFactConsumer<SalesConsumer>(SalesConsumer.Name, SalesConsumer.Types);
        services.AddSingleton<SalesChanges>();
        services.AddSingleton(_ => new SalesFeed());
        services.AddSingleton<SalesTopics>();
        services.AddHostedService<SalesFeedWorker>();
        services.AddSingleton<ReadOrganizationDashboardHandler>();
        services.AddSingleton<ReadEventDashboardHandler>();
        services.AddSingleton<ListOrganizerEventsHandler>();
        services.AddSingleton<FunnelConsumer>();
        services.AddFactConsumer<FunnelConsumer>(FunnelConsumer.Name, FunnelConsumer.Types);
        services.AddSingleton<ReadSalesHandler>();
        services.AddSingleton<ReadFunnelHandler>();
        services.AddSingleton<ReadRevenueHandler>();
        services.AddSingleton<ProjectionStore>();
        services.AddRebuild<SalesRebuild>();
        services.AddRebuild<AvailabilityRebuild>();
        services.AddSingleton<ProjectionRebuilds>();
        services.AddHostedService(provider => provider.GetRequiredService<ProjectionRebuilds>());
        services.AddSingleton(provider => new ProjectionBuilds(
            provider.GetServices<ProjectionRebuild>(), provider.GetRequiredService<ProjectionStore>()));
        services.AddSingleton(provider => new ProjectionsReader(
            provider.GetRequiredService<ProjectionStore>(), provider.GetServices<ProjectionRebuild>()));
        services.AddSingleton(provider => new RebuildProjectionHandler(
            provider.GetRequiredService<IDbContextFactory<TicketingDbContext>>(),
            provider.GetRequiredService<ProjectionStore>(),
            provider.GetRequiredService<ProjectionRebuilds>(),
            provider.GetRequiredService<TimeProvider>()));
        return services;
    }
    private static void AddRebuild<TRebuild>(this IServiceCollection services) where TRebuild : ProjectionRebuild
    {
        services.AddSingleton<TRebuild>();
        services.AddSingleton<ProjectionRebuild>(provider => provider.GetRequiredService<TRebuild>());
    }
}
