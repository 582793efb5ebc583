using Ticketing.Core.Catalog;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Localization;
using Ticketing.Infrastructure.Ordering;

namespace Ticketing.Infrastructure.Notifications.Mails.Templates;

/// <summary>The mails to the buyers of a date that does not take place as it was sold.</summary>
internal static class DateMailTemplates
{
    public static Mail Cancelled(
        OrderView view, DateNotice notice, string link, string siteName, ResourceTexts texts, IReadOnlyList<MailAttachment> attachments) =>
        OrderMailTemplates.Write(
            view, siteName, texts, attachments, texts["{0} is cancelled", view.Event.Title], texts["This date is cancelled"],
            body => body
                .Paragraph(notice.IsRefunded
                    ? texts["We are sorry: {0} has cancelled the date below. You do not have to do anything: the money goes back by itself, the way you paid. A mail follows when it is on its way.", view.Organization.Name]
                    : texts["We are sorry: {0} has cancelled the date below. You do not have to do anything: {0} refunds you.", view.Organization.Name])
                .Facts([(texts["Reason"], notice.Reason), .. OrderMailTemplates.Performance(view, texts)])
                .Button(texts["Show order"], link));

    /// <summary>With the new time, if it is known.</summary>
    public static Mail Postponed(
        OrderView view, DateNotice notice, string link, string siteName, ResourceTexts texts, IReadOnlyList<MailAttachment> attachments) =>
        OrderMailTemplates.Write(
            view, siteName, texts, attachments, texts["{0} is postponed", view.Event.Title], texts["This date is postponed"],
            body => body
                .Paragraph(notice.PreviousStartsAt is null
                    ? texts["{0} has postponed the date below. The new day is not known yet; your tickets stay valid for it.", view.Organization.Name]
                    : texts["{0} has moved the date below. Your tickets are valid on the new day.", view.Organization.Name])
                .Facts([(texts["Reason"], notice.Reason), .. Before(view, notice, texts), .. OrderMailTemplates.Performance(view, texts)])
                .Button(texts["Show order"], link));

    private static IEnumerable<(string Label, string Value)> Before(OrderView view, DateNotice notice, ResourceTexts texts)
    {
        if (notice.PreviousStartsAt is { } before)
        {
            yield return (texts["Until now"], VenueTime.When(VenueTime.At(before, view.Venue.TimeZone), texts.Culture));
        }
    }
}
