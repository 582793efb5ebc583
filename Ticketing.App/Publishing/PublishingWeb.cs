using Microsoft.Extensions.Options;
using Ticketing.App.Publishing.Api;
using Ticketing.App.Shared;
using Ticketing.Core.Publishing;
using Ticketing.Infrastructure.Configuration;
using Ticketing.Infrastructure.Publishing;

namespace Ticketing.App.Publishing;

/// <summary>Drafts of events and their publication with pages and API, and with links to this site.</summary>
internal static class PublishingWeb
{
    // The configured address, never a request's Host header: a forged header would put another host into the links of mails.
    public static IServiceCollection AddPublishingWeb(this IServiceCollection services) => services.AddPublishing(provider =>
    {
        var site = provider.GetRequiredService<IOptions<SiteOptions>>();
        return new PublishingLinks((slug, id) => site.Value.Absolute(AppUrls.OrganizerDraft(slug, id.Value, DraftStep.Review)));
    });

    public static void MapPublishing(this WebApplication app)
    {
        app.MapPublishingApi();
        app.MapPlanUpdates();
    }
}
