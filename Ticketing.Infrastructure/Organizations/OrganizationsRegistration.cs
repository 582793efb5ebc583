using Microsoft.Extensions.DependencyInjection;
using Ticketing.Infrastructure.Access.Accounts;
using Ticketing.Infrastructure.Organizations.Desk;
using Ticketing.Infrastructure.Organizations.Followers;
using Ticketing.Infrastructure.Organizations.Team;
using Ticketing.Infrastructure.Privacy;

namespace Ticketing.Infrastructure.Organizations;

public static class OrganizationsRegistration
{
    /// <summary>Adds organizations: founding, settings, members, invitations, followers, and what admins decide.</summary>
    /// <param name="links">Builds the links in mails.</param>
    /// <param name="followerLinks">Builds the links in mails to followers.</param>
    public static IServiceCollection AddOrganizations(
        this IServiceCollection services, Func<IServiceProvider, OrganizationLinks> links, Func<IServiceProvider, FollowerLinks> followerLinks)
    {
        services.AddSingleton(links);
        services.AddSingleton(followerLinks);
        services.AddSingleton<OwnOrganizations>();
        services.AddSingleton<FoundOrganizationHandler>();
        services.AddSingleton<ChangeOrganizationHandler>();
        services.AddSingleton<TeamReader>();
        services.AddSingleton<ManageMembersHandler>();
        services.AddSingleton<InvitationsHandler>();
        services.AddSingleton<AcceptInvitationHandler>();
        services.AddSingleton<DecideOrganizationHandler>();
        services.AddSingleton<OrganizationDesk>();
        services.AddSingleton<FollowerTokens>();
        services.AddSingleton<OrganizerFollowers>();
        services.AddSingleton<ErasedMembers>();
        services.AddSingleton(provider => new MembershipEraser(provider.GetRequiredService<ErasedMembers>().EndAsync));
        services.AddSingleton<InvitationEraser>();
        services.AddSingleton(provider => new AddressEraser(provider.GetRequiredService<InvitationEraser>().EraseAsync));
        return services;
    }
}
