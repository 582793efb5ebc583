using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Ticketing.Infrastructure.Data;

/// <summary>Registration of the database.</summary>
public static class DatabaseRegistration
{
    /// <summary>Adds the shared <see cref="NpgsqlDataSource"/>, the pools for batches and for the search, and the context factory.</summary>
    public static IServiceCollection AddDatabase(this IServiceCollection services, string connectionString)
    {
        services.AddSingleton(_ => new NpgsqlDataSourceBuilder(connectionString) { Name = "shop" }.Build());
        services.AddSingleton(_ => new HotPathDatabase(connectionString));
        services.AddSingleton(provider => new SearchDatabase(
            connectionString, provider.GetService<IOptions<SearchDatabaseOptions>>()?.Value ?? new SearchDatabaseOptions()));
        services.AddDbContextFactory<TicketingDbContext>(
            (provider, options) => options.UseNpgsql(provider.GetRequiredService<NpgsqlDataSource>()));
        services.AddSingleton<OrganizationContexts>();
        return services;
    }
}
