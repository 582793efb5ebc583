using Microsoft.Extensions.DependencyInjection;
using Ticketing.Infrastructure.Inventory.Feed;

namespace Ticketing.Infrastructure.Catalog;

public static class CatalogRegistration
{
    /// <summary>Adds the public catalogue. Needs the database, inventory and a <see cref="TimeProvider"/>.</summary>
    public static IServiceCollection AddCatalog(this IServiceCollection services) => services
        .AddSingleton<SeatCounts>()
        .AddSingleton<CatalogLoader>()
        .AddSingleton<CatalogReader>()
        .AddSingleton<SectionReader>()
        .AddSingleton<ArtworkPictures>()
        .AddHostedService<CatalogWorker>();
}
