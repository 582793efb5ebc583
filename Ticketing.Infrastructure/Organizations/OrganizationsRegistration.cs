using Microsoft.Extensions.DependencyInjection;

namespace Ticketing.Infrastructure.Organizations;

public static class OrganizationsRegistration
{
    /// <summary>Adds organizations: founding, settings, members, invitations, and what admins decide.</summary>
    public static IServiceCollection AddOrganizations(this IServiceCollection services)
    {
        services.AddSingleton<OwnOrganizations>();
        return services;
    }
}
