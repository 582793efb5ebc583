using Microsoft.Extensions.Options;
using Ticketing.App.Platform;
using Ticketing.Infrastructure.Notifications;
using Ticketing.Infrastructure.Platform;
using Ticketing.Infrastructure.Platform.Outbox;

namespace Ticketing.App.Notifications;

/// <summary>Mail, with links that lead to this site, and the mailbox page of the local mail server.</summary>
internal static class NotificationsWeb
{
    public static void AddNotificationsWeb(this WebApplicationBuilder builder)
    {
        builder.Services.AddNotifications(provider => Links(provider.GetRequiredService<IOptions<SiteOptions>>().Value));
        // Before the outbox, which sends: hosted services stop in the reverse order.
        builder.Services.AddLocalMail();
        builder.Services.AddOutbox();
    }

    public static void MapNotifications(this WebApplication app)
    {
        if (app.Environment.IsDevelopment())
        {
            app.MapMailbox();
        }
    }

    // The configured address, never a request's Host header: whoever forges that would get the links of our mails.
    private static MailLinks Links(SiteOptions site) => new((number, token) => site.Absolute(AppUrls.Order(number, token)));
}
