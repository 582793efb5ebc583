using Microsoft.Extensions.Options;
using Ticketing.Infrastructure.Configuration;
using Ticketing.Infrastructure.Localization;
using Ticketing.Infrastructure.Notifications.Jobs;
using Ticketing.Infrastructure.Notifications.Mails;
using Ticketing.Infrastructure.Notifications.Mails.Templates;

namespace Ticketing.Infrastructure.Notifications;

/// <summary>Sends the mails to owners about the publication of events.</summary>
internal sealed class EventMails(SendOnce sendOnce, IOptions<SiteOptions> site)
{
    public Task SendAsync(MailJob job, Func<EventMailFact, string, ResourceTexts, Mail> write, CancellationToken cancellationToken)
    {
        var fact = job.Read<EventMailFact>();
        var texts = new ResourceTexts(typeof(MailTexts), OrderLanguage.Of(fact.Locale));
        return sendOnce.SendAsync(job.Id, _ => Task.FromResult<Mail?>(write(fact, site.Value.Name, texts)), cancellationToken);
    }
}
