using Microsoft.Extensions.Options;
using Ticketing.App.Shared;
using Ticketing.App.Webhooks.Api;
using Ticketing.Infrastructure.Configuration;
using Ticketing.Infrastructure.Webhooks;

namespace Ticketing.App.Webhooks;

/// <summary>Webhooks to organizers, with links to this site, and the feed of the same facts.</summary>
internal static class WebhooksWeb
{
    // The configured address, never a request's Host header: a forged header would put another host into the links of mails.
    public static IServiceCollection AddWebhooksWeb(this IServiceCollection services) => services.AddWebhooks(provider =>
    {
        var site = provider.GetRequiredService<IOptions<SiteOptions>>();
        return new WebhookLinks(endpoint => site.Value.Absolute(AppUrls.AdminWebhook(endpoint)));
    });

    public static void MapWebhooks(this WebApplication app) => app.MapFacts();
}
