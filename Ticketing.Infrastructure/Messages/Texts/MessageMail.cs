using Ticketing.Core.Catalog;
using Ticketing.Core.Messages;
using Ticketing.Core.Ordering;
using Ticketing.Core.Organizations;
using Ticketing.Infrastructure.Localization;
using Ticketing.Infrastructure.Notifications.Mails;
using Ticketing.Infrastructure.Notifications.Mails.Templates;

namespace Ticketing.Infrastructure.Messages.Texts;

/// <summary>The values of a message's fields for one recipient.</summary>
/// <param name="Link">The address of the order's page.</param>
internal sealed record MessageValues(string Name, string Event, string Date, string Order, string Link)
{
    /// <param name="link">With the order's token in mails to its buyer, without in previews and tests.</param>
    public static MessageValues Of(OrderView view, string link, ResourceTexts texts)
    {
        var starts = VenueTime.At(view.Performance.StartsAt, view.Venue.TimeZone);
        return new MessageValues(
            view.Order.Name, view.Event.Title, $"{VenueTime.When(starts, texts.Culture)} ({VenueTime.Zone(starts)})", view.Order.Number, link);
    }

    public string this[string field] => field switch
    {
        MessageFields.Name => Name,
        MessageFields.Event => Event,
        MessageFields.Date => Date,
        MessageFields.Order => Order,
        MessageFields.Link => Link,
        _ => field,
    };
}

/// <summary>A message in the frame of mails: the text, a button to the order, and whom replies go to.</summary>
internal static class MessageMail
{
    /// <param name="to">The recipient.</param>
    /// <param name="subject">Makes the mail's subject of the message's; null: the same.</param>
    public static Mail Write(
        MessageText message, MessageValues values, (string Email, string Name) to, Organization organization, string siteName, ResourceTexts texts,
        Func<string, string>? subject = null)
    {
        var heading = MessageFields.Fill(message.Subject, field => values[field]);
        var content = MessageMarkdown.Render(message.Body, field => values[field]);
        var body = new MailBody(texts.Culture.TwoLetterISOLanguageName, siteName)
            .Heading(heading)
            .Content(content.Html, content.Text)
            .Button(texts["Show order and tickets"], values.Link)
            .Small(texts["Questions? Reply to this mail: it goes to {0}, the organizer.", organization.Name]);
        var title = subject is null ? heading : subject(heading);
        return new Mail(
            to.Email, to.Name, organization.Email, title,
            body.Html(title, texts["You get this mail because of order {0} at {1}. Do not forward it: its link opens your order.", values.Order, siteName]),
            body.Text, []);
    }
}
