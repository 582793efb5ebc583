using Microsoft.Extensions.Options;
using Ticketing.Infrastructure.Configuration;
using Ticketing.Infrastructure.Localization;
using Ticketing.Infrastructure.Messaging;
using Ticketing.Infrastructure.Notifications.Mails;
using Ticketing.Infrastructure.Notifications.Mails.Templates;

namespace Ticketing.Infrastructure.Notifications;

/// <summary>Sends the mails for account events.</summary>
internal sealed class AccountMailsConsumer(SendOnce sendOnce, IOptions<SiteOptions> site)
{
    public Task SendAsync(
        OutboxEvent outboxEvent, Func<AccountMailFact, string, ResourceTexts, Mail> write, CancellationToken cancellationToken)
    {
        var fact = outboxEvent.Read<AccountMailFact>();
        var texts = new ResourceTexts(typeof(MailTexts), OrderLanguage.Of(fact.Locale));
        return sendOnce.SendAsync(outboxEvent.Id, _ => Task.FromResult<Mail?>(write(fact, site.Value.Name, texts)), cancellationToken);
    }
}
