using Ticketing.Core.Catalog;
using Ticketing.Infrastructure.Localization;

namespace Ticketing.Infrastructure.Notifications.Mails.Templates;

/// <summary>Payload of the fact of a daily mail to a follower.</summary>
/// <param name="Events">The next ones of them, by date.</param>
/// <param name="Total">The number of new events.</param>
/// <param name="Stop">The page that stops these mails.</param>
/// <param name="Following">The account's list of organizers.</param>
internal sealed record FollowerMailFact(
    string Email, string Name, string Locale, IReadOnlyList<FollowerMailEvent> Events, int Total, string Stop, string Following)
{
    /// <summary>Stops these mails by a POST; null: a fact of an earlier release.</summary>
    public string? Unsubscribe { get; init; }
}

/// <summary>A new event in the mail.</summary>
/// <param name="Local">Its next start, in the venue's local time.</param>
/// <param name="Where">Venue and city.</param>
internal sealed record FollowerMailEvent(string Title, string Organizer, DateTimeOffset Local, string Where, string Link);

/// <summary>The daily mail about new events of followed organizers.</summary>
internal static class FollowerMailTemplate
{
    public static Mail Write(FollowerMailFact fact, string siteName, ResourceTexts texts) => PersonalMail.Write(
        fact.Email, fact.Name, siteName, texts,
        fact.Total == 1 ? texts["New: {0}", fact.Events[0].Title] : texts["{0} new events", fact.Total],
        texts["You get this mail because you follow organizers at {0}.", siteName],
        body =>
        {
            body.Paragraph(texts["Organizers that you follow have announced:"]);
            foreach (var entry in fact.Events)
            {
                body.Facts(
                        (texts["Event"], entry.Title), (texts["Organizer"], entry.Organizer),
                        (texts["When"], VenueTime.When(entry.Local, texts.Culture)), (texts["Where"], entry.Where))
                    .Button(texts["See the event"], entry.Link);
            }

            if (fact.Total > fact.Events.Count)
            {
                body.Paragraph(texts["And {0} more, which you find on the organizers' pages.", fact.Total - fact.Events.Count])
                    .Button(texts["Your organizers"], fact.Following);
            }

            body.Button(texts["Stop these mails"], fact.Stop);
        }) with
    {
        Unsubscribe = fact.Unsubscribe,
    };
}
