using Microsoft.Extensions.DependencyInjection;
using Ticketing.Core.Catalog;
using Ticketing.Infrastructure.Catalog.Pictures;
using Ticketing.Infrastructure.Catalog.Questions;
using Ticketing.Infrastructure.Catalog.Search;
using Ticketing.Infrastructure.Catalog.Venues;
using Ticketing.Infrastructure.Configuration;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Catalog;

public static class CatalogRegistration
{
    /// <summary>
    /// Adds the public catalogue, its search and pictures. Needs the database, storage, inventory and a <see cref="TimeProvider"/>.
    /// </summary>
    public static IServiceCollection AddCatalog(this IServiceCollection services) => services
        .AddValidatedOptions<SearchDatabaseOptions, SearchDatabaseOptionsValidator>(SearchDatabaseOptions.Section)
        .AddSingleton<CatalogLoader>()
        .AddSingleton<CatalogRefresher>()
        .AddSingleton<EventReader>()
        .AddSingleton<OrganizationEvents>()
        .AddSingleton<OrganizationVenues>()
        .AddSingleton<OrganizerProgrammes>()
        .AddSingleton<SearchProjection>()
        .AddSingleton<SearchSeats>()
        .AddSingleton<SearchOverview>()
        .AddSingleton<SearchLog>()
        .AddSingleton<SynonymStore>()
        .AddSingleton<SearchLogReader>()
        .AddSingleton<SynonymsHandler>()
        .AddSingleton<ISearchEngine, PostgresSearch>()
        .AddSingleton<ArtworkPictures>()
        .AddSingleton<EventPictures>()
        .AddSingleton<PictureFiles>()
        .AddSingleton<PictureSweep>()
        .AddHostedService<PictureSweepWorker>()
        .AddHostedService<CatalogWorker>()
        .AddHostedService<SearchLogWorker>();
}
