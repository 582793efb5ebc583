using Ticketing.Infrastructure.Localization;

namespace Ticketing.Infrastructure.Notifications.Mails.Templates;

/// <summary>The frame of mails to an account's holder: subject as heading, greeting, footer.</summary>
internal static class PersonalMail
{
    /// <param name="footer">Why the recipient gets the mail.</param>
    /// <param name="write">Adds the content after the greeting.</param>
    public static Mail Write(
        string email, string name, string siteName, ResourceTexts texts, string subject, string footer, Action<MailBody> write)
    {
        var body = new MailBody(texts.Culture.TwoLetterISOLanguageName, siteName);
        body.Heading(subject).Paragraph(name.Length > 0 ? texts["Hello {0},", name] : texts["Hello,"]);
        write(body);
        return new Mail(email, name, ReplyTo: null, subject, body.Html(subject, footer), body.Text, []);
    }
}
