using Ticketing.Core.Publishing;
using Ticketing.Infrastructure.Localization;

namespace Ticketing.Infrastructure.Notifications.Mails.Templates;

/// <summary>Payload of the facts about an event's publication; the mail goes to an owner.</summary>
/// <param name="Link">The editor's last step.</param>
/// <param name="Note">Why it was given back or not published; empty for an approval.</param>
internal sealed record EventMailFact(string Email, string Name, string Link, string Locale, string Organization, string Title, string Note);

/// <summary>The mails about the review of an event, and about a publication that did not take place.</summary>
internal static class EventMailTemplates
{
    public static Mail Approved(EventMailFact fact, string siteName, ResourceTexts texts) => Write(
        fact, siteName, texts, texts["Your event {0} is approved", fact.Title],
        body => body
            .Paragraph(texts["It is published now, or at the time that you have set."])
            .Button(texts["Open the event"], fact.Link));

    public static Mail Returned(EventMailFact fact, string siteName, ResourceTexts texts) => Write(
        fact, siteName, texts, texts["Your event {0} needs a change", fact.Title],
        body => body
            .Paragraph(texts["We have looked at it and give it back to you. Change what the note says, and submit it again."])
            .Facts((texts["Note"], fact.Note))
            .Button(texts["Open the event"], fact.Link));

    public static Mail Unscheduled(EventMailFact fact, string siteName, ResourceTexts texts) =>
        fact.Note == DraftSentences.StoppedEdited ? Edited(fact, siteName, texts) : NotPublished(fact, siteName, texts);

    private static Mail Edited(EventMailFact fact, string siteName, ResourceTexts texts) => Write(
        fact, siteName, texts, texts["Your event {0} is not scheduled any more", fact.Title],
        body => body
            .Paragraph(texts["It was changed after the time of its publication was set, and is not published by itself any more. Look at it, and set the time again."])
            .Button(texts["Open the event"], fact.Link));

    private static Mail NotPublished(EventMailFact fact, string siteName, ResourceTexts texts) => Write(
        fact, siteName, texts, texts["Your event {0} was not published", fact.Title],
        body => body
            .Paragraph(texts["It was to be published at a set time, and was not. Nothing is lost: mend it, and publish it again."])
            .Facts((texts["Reason"], ReasonOf(fact.Note, texts)))
            .Button(texts["Open the event"], fact.Link));

    // The site's own sentences.
    private static string ReasonOf(string note, ResourceTexts texts) => note switch
    {
        DraftSentences.StoppedIncomplete => texts["It was not published at the set time, because something is missing or wrong."],
        DraftSentences.StoppedNotApproved => texts["It was not published at the set time, because the organization is not approved."],
        DraftSentences.StoppedLimit => texts["It was not published at the set time, because the plan allows no more events or dates."],
        DraftSentences.StoppedRight => texts["It was not published at the set time, because the member who set it may not publish any more."],
        DraftSentences.StoppedCancelled => texts["It was not published at the set time, because the event is cancelled."],
        _ => note,
    };

    private static Mail Write(EventMailFact fact, string siteName, ResourceTexts texts, string subject, Action<MailBody> write) => PersonalMail.Write(
        fact.Email, fact.Name, siteName, texts, subject,
        texts["You get this mail because your account at {0} is an owner of {1}.", siteName, fact.Organization], write);
}
