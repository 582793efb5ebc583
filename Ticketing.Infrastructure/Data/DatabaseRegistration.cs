using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Ticketing.Infrastructure.Data;

public static class DatabaseRegistration
{
    /// <summary>Adds the one <see cref="NpgsqlDataSource"/> that everything shares, and the context factory on top of it.</summary>
    public static IServiceCollection AddDatabase(this IServiceCollection services, string connectionString)
    {
        services.AddSingleton(_ => new NpgsqlDataSourceBuilder(connectionString).Build());
        services.AddSingleton(_ => new HotPathDatabase(connectionString));
        services.AddDbContextFactory<TicketingDbContext>((provider, options) => options.UseNpgsql(provider.GetRequiredService<NpgsqlDataSource>()));
        services.AddSingleton<OrganizationContexts>();
        return services;
    }
}
