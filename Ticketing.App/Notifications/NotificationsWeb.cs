using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Ticketing.App.Hosting;
using Ticketing.App.Shared;
using Ticketing.Infrastructure.Configuration;
using Ticketing.Infrastructure.Notifications;

namespace Ticketing.App.Notifications;

/// <summary>Mail, with links to this site.</summary>
internal static class NotificationsWeb
{
    public static void AddNotificationsWeb(this WebApplicationBuilder builder)
    {
        builder.Services.AddNotifications(provider => Links(provider.GetRequiredService<IOptions<SiteOptions>>().Value));
        builder.Services.AddHealthChecks().AddCheck<MailJobsCheck>("mails", HealthStatus.Degraded, [Health.ReadyTag], TimeSpan.FromSeconds(5));
    }

    // The configured address, never a request's Host header: a forged header would put another host into the links of mails.
    private static MailLinks Links(SiteOptions site) => new(
        (number, token) => site.Absolute(AppUrls.Order(number, token)), number => site.Absolute(AppUrls.Order(number)), seed => site.Absolute(AppUrls.ArtworkPicture(seed)));
}
