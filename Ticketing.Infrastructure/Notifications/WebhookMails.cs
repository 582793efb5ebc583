using Microsoft.Extensions.Options;
using Ticketing.Infrastructure.Configuration;
using Ticketing.Infrastructure.Localization;
using Ticketing.Infrastructure.Notifications.Jobs;
using Ticketing.Infrastructure.Notifications.Mails;
using Ticketing.Infrastructure.Notifications.Mails.Templates;

namespace Ticketing.Infrastructure.Notifications;

/// <summary>Sends the mails about webhooks to owners of organizations.</summary>
internal sealed class WebhookMails(SendOnce sendOnce, IOptions<SiteOptions> site)
{
    public Task DisabledAsync(MailJob job, CancellationToken cancellationToken)
    {
        var fact = job.Read<WebhookMailFact>();
        var texts = new ResourceTexts(typeof(MailTexts), OrderLanguage.Of(fact.Locale));
        return sendOnce.SendAsync(
            job.Id, _ => Task.FromResult<Mail?>(WebhookMailTemplates.Disabled(fact, site.Value.Name, texts)), cancellationToken);
    }
}
