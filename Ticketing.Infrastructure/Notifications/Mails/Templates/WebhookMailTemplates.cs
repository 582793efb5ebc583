using Ticketing.Infrastructure.Localization;

namespace Ticketing.Infrastructure.Notifications.Mails.Templates;

/// <summary>Outbox payload of a mail to an owner about an organization's webhook.</summary>
/// <param name="Link">The endpoint's page.</param>
/// <param name="Url">The receiver's address.</param>
internal sealed record WebhookMailFact(string Email, string Name, string Link, string Locale, string Organization, string Url);

/// <summary>The mails about webhooks.</summary>
internal static class WebhookMailTemplates
{
    public static Mail Disabled(WebhookMailFact fact, string siteName, ResourceTexts texts) => PersonalMail.Write(
        fact.Email, fact.Name, siteName, texts,
        texts["A webhook of {0} is disabled", fact.Organization],
        texts["You get this mail because your account at {0} is an owner of {1}.", siteName, fact.Organization],
        body => body
            .Paragraph(texts["For five days no delivery to this address has succeeded, so nothing more is sent to it:"])
            .Facts((texts["Address"], fact.Url), (texts["Organization"], fact.Organization))
            .Paragraph(texts["Once the receiver works again, enable the webhook. Deliveries that are still pending are sent then; others of the last 30 days can be sent again."])
            .Button(texts["Open the webhook"], fact.Link));
}
