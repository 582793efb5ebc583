using Microsoft.Extensions.Options;
using Ticketing.Infrastructure.Configuration;
using Ticketing.Infrastructure.Localization;
using Ticketing.Infrastructure.Notifications.Jobs;
using Ticketing.Infrastructure.Notifications.Mails;
using Ticketing.Infrastructure.Notifications.Mails.Templates;

namespace Ticketing.Infrastructure.Notifications;

/// <summary>Sends the mails for facts about accounts.</summary>
internal sealed class AccountMailsHandler(SendOnce sendOnce, IOptions<SiteOptions> site)
{
    public Task SendAsync(
        MailJob job, Func<AccountMailFact, string, ResourceTexts, Mail> write, CancellationToken cancellationToken)
    {
        var fact = job.Read<AccountMailFact>();
        var texts = new ResourceTexts(typeof(MailTexts), OrderLanguage.Of(fact.Locale));
        return sendOnce.SendAsync(job.Id, _ => Task.FromResult<Mail?>(write(fact, site.Value.Name, texts)), cancellationToken);
    }
}
