using Microsoft.Extensions.DependencyInjection;

namespace Ticketing.Infrastructure.Catalog;

public static class CatalogRegistration
{
    /// <summary>Adds the public catalogue. Needs the database, inventory and a <see cref="TimeProvider"/>.</summary>
    public static IServiceCollection AddCatalog(this IServiceCollection services) => services
        .AddSingleton<CatalogLoader>()
        .AddSingleton<CatalogReader>()
        .AddSingleton<ArtworkPictures>()
        .AddHostedService<CatalogWorker>();
}
