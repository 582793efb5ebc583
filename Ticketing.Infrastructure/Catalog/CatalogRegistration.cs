using Microsoft.Extensions.DependencyInjection;
using Ticketing.Core.Catalog;
using Ticketing.Infrastructure.Catalog.Search;
using Ticketing.Infrastructure.Configuration;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Catalog;

public static class CatalogRegistration
{
    /// <summary>Adds the public catalogue and its search. Needs the database, inventory and a <see cref="TimeProvider"/>.</summary>
    public static IServiceCollection AddCatalog(this IServiceCollection services) => services
        .AddValidatedOptions<SearchDatabaseOptions, SearchDatabaseOptionsValidator>(SearchDatabaseOptions.Section)
        .AddSingleton<CatalogLoader>()
        .AddSingleton<CatalogRefresher>()
        .AddSingleton<EventReader>()
        .AddSingleton<OrganizationEvents>()
        .AddSingleton<SearchProjection>()
        .AddSingleton<SearchSeats>()
        .AddSingleton<SearchOverview>()
        .AddSingleton<ISearchEngine, PostgresSearch>()
        .AddSingleton<ArtworkPictures>()
        .AddSingleton<Venues.OrganizationVenues>()
        .AddSingleton<Seating.OrganizationPlans>()
        .AddSingleton<Pictures.EventPictures>()
        .AddHostedService<CatalogWorker>();
}
