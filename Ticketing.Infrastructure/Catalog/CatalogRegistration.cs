using Microsoft.Extensions.DependencyInjection;
using Ticketing.Infrastructure.Inventory.Feed;

namespace Ticketing.Infrastructure.Catalog;

public static class CatalogRegistration
{
    /// <summary>Adds what visitors see of events. Needs the database, seats and a <see cref="TimeProvider"/>.</summary>
    public static IServiceCollection AddCatalog(this IServiceCollection services) => services
        .AddSingleton<SeatCounts>()
        .AddSingleton<CatalogLoader>()
        .AddSingleton<CatalogReader>()
        .AddSingleton<SectionReader>()
        .AddSingleton<ArtworkPictures>()
        .AddHostedService<CatalogWorker>();
}
