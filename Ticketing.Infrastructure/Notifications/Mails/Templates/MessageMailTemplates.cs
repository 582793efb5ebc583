using Ticketing.Core.Organizations;
using Ticketing.Infrastructure.Localization;

namespace Ticketing.Infrastructure.Notifications.Mails.Templates;

/// <summary>What an organizer has written, for one recipient.</summary>
/// <param name="Html">The text as safe HTML.</param>
/// <param name="Text">The same as plain text.</param>
/// <param name="OrderNumber">Whom the mail is about.</param>
/// <param name="Link">The order's page.</param>
internal sealed record WrittenMessage(string Subject, string Html, string Text, string OrderNumber, string Link);

/// <summary>The frame of organizers' messages to buyers.</summary>
internal static class MessageMailTemplates
{
    public static Mail Write(WrittenMessage message, string email, string name, Organization organization, string siteName, ResourceTexts texts) =>
        Write(message, message.Subject, email, name, organization, siteName, texts);

    /// <summary>For the member who tries it.</summary>
    public static Mail WriteTest(WrittenMessage message, string email, string name, Organization organization, string siteName, ResourceTexts texts) =>
        Write(message, texts["Test: {0}", message.Subject], email, name, organization, siteName, texts);

    /// <summary>Names of an event and a date for previews without an order.</summary>
    public static (string Event, string Date) Samples(ResourceTexts texts) => (texts["Your event"], texts["the date of the performance"]);

    private static Mail Write(
        WrittenMessage message, string subject, string email, string name, Organization organization, string siteName, ResourceTexts texts)
    {
        var body = new MailBody(texts.Culture.TwoLetterISOLanguageName, siteName)
            .Heading(message.Subject)
            .Content(message.Html, message.Text)
            .Button(texts["Show order and tickets"], message.Link)
            .Small(texts["Questions? Reply to this mail: it goes to {0}, the organizer.", organization.Name]);
        var footer = texts["You get this mail because of order {0} at {1}. Do not forward it: its link opens your order.", message.OrderNumber, siteName];
        return new Mail(email, name, organization.Email, subject, body.Html(subject, footer), body.Text, []);
    }
}
