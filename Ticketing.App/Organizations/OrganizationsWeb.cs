using Microsoft.Extensions.Options;
using Ticketing.App.Organizations.Api;
using Ticketing.App.Shared;
using Ticketing.Infrastructure.Configuration;
using Ticketing.Infrastructure.Organizations;
using Ticketing.Infrastructure.Organizations.Followers;

namespace Ticketing.App.Organizations;

/// <summary>Organizations with their pages and API, and with links to this site.</summary>
internal static class OrganizationsWeb
{
    // The configured address, never a request's Host header: a forged header would put another host into the links of mails.
    public static IServiceCollection AddOrganizationsWeb(this IServiceCollection services) => services.AddOrganizations(
        provider =>
        {
            var site = provider.GetRequiredService<IOptions<SiteOptions>>();
            return new OrganizationLinks(
                token => site.Value.Absolute(AppUrls.Invitation(token)), slug => site.Value.Absolute(AppUrls.OrganizerHome(slug)));
        },
        provider =>
        {
            var site = provider.GetRequiredService<IOptions<SiteOptions>>().Value;
            return new FollowerLinks(
                slug => site.Absolute(AppUrls.Event(slug)), token => site.Absolute(AppUrls.StopFollowerMails(token)),
                token => site.Absolute(AppUrls.UnsubscribeFollower(token)), site.Absolute(AppUrls.Following));
        });

    public static void MapOrganizations(this WebApplication app)
    {
        app.MapOrganizationsApi();
        app.MapUnsubscribe();
    }
}
