using AngleSharp.Html.Parser;
using Ticketing.Infrastructure.Localization;
using Ticketing.Infrastructure.Notifications.Mails;
using Ticketing.Infrastructure.Notifications.Mails.Templates;

namespace Ticketing.Tests.Notifications;

/// <summary>The daily mail to followers of organizers.</summary>
public sealed class FollowerMailTests
{
    private static readonly FollowerMailEvent Event = new(
        "Faust <I> & \"II\"", "Haus am See", new DateTimeOffset(2027, 3, 28, 20, 0, 0, TimeSpan.FromHours(2)), "Halle, Berlin", "https://tickets.example/events/faust");

    private static readonly FollowerMailFact Fact = new(
        "anna@example.org", "Anna", "en", [Event], 1, "https://tickets.example/account/following/stop?token=x", "https://tickets.example/account/following")
    {
        Unsubscribe = "https://tickets.example/account/following/unsubscribe?token=x",
    };

    [Theory]
    [InlineData("en", "New: Faust <I> & \"II\"", "See the event", "Sunday 28 March 2027, 20:00")]
    [InlineData("de", "Neu: Faust <I> & \"II\"", "Zur Veranstaltung", "Sonntag, 28. März 2027, 20:00")]
    public void Mail_OfOneEvent_NamesAndLinksIt(string language, string subject, string button, string when)
    {
        var mail = FollowerMailTemplate.Write(Fact, "Ticketing", Texts(language));
        var html = new HtmlParser().ParseDocument(mail.Html);

        Assert.Equal((subject, "anna@example.org"), (mail.Subject, mail.To));
        Assert.Equal(button, html.QuerySelector($"a[href='{Event.Link}']")!.TextContent);
        Assert.NotNull(html.QuerySelector($"a[href='{Fact.Stop}']"));
        Assert.Equal(Fact.Unsubscribe, mail.Unsubscribe);
        Assert.Contains(when, mail.Text, StringComparison.Ordinal);
        Assert.Contains(Fact.Stop, mail.Text, StringComparison.Ordinal);
        Assert.Contains("Faust <I> & \"II\"", html.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Mail_OfManyEvents_SaysHowManyMore()
    {
        var mail = FollowerMailTemplate.Write(Fact with { Events = [Event, Event], Total = 7 }, "Ticketing", Texts("en"));

        Assert.Equal("7 new events", mail.Subject);
        Assert.Contains("And 5 more", mail.Text, StringComparison.Ordinal);
        Assert.Contains(Fact.Following, mail.Text, StringComparison.Ordinal);
    }

    private static ResourceTexts Texts(string language) => new(typeof(MailTexts), OrderLanguage.Of(language));
}
