using Ticketing.Core.Catalog;
using Ticketing.Core.Messages;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Localization;
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

    /// <summary>The message with these values.</summary>
    public WrittenMessage Fill(MessageText message)
    {
        var content = MessageMarkdown.Render(message.Body, field => this[field]);
        return new WrittenMessage(MessageFields.Fill(message.Subject, field => this[field]), content.Html, content.Text, Order, Link);
    }
}
