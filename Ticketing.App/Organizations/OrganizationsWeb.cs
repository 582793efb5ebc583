using Ticketing.Infrastructure.Organizations;

namespace Ticketing.App.Organizations;

/// <summary>Organizations with their pages.</summary>
internal static class OrganizationsWeb
{
    public static IServiceCollection AddOrganizationsWeb(this IServiceCollection services) => services.AddOrganizations();
}
