using Ticketing.Core.Common;
using Ticketing.Core.Messages;
using Ticketing.Core.Ordering;

namespace Ticketing.Tests.Messages;

public sealed class MessageTermsTests
{
    private static readonly MessageText Complete = new("Doors", "Hello {name}");

    [Theory]
    [InlineData("", "", "", "", "SubjectEn")]
    [InlineData("Doors", "", "", "", "BodyEn")]
    [InlineData("", "Text", "", "", "SubjectEn")]
    [InlineData("Doors", "Text", "Einlass", "", "BodyDe")]
    [InlineData("Doors", "Hello {nmae}", "", "", "BodyEn")]
    [InlineData("{link} {oops}", "Text", "", "", "SubjectEn")]
    public void Sending_WithAMissingOrWrongPart_NamesTheField(string subjectEn, string bodyEn, string subjectDe, string bodyDe, string field)
    {
        var terms = new MessageTerms(MessageAudience.Usual, new MessageText(subjectEn, bodyEn), new MessageText(subjectDe, bodyDe));

        Assert.Equal(field, Assert.Single(terms.Missing()).Field);
    }

    [Fact]
    public void Draft_WithoutTexts_CanBeKept() => Assert.Empty(MessageTerms.Empty.Faults());

    [Fact]
    public void Sending_InOneLanguage_IsComplete() =>
        Assert.Empty(new MessageTerms(MessageAudience.Usual, MessageText.Empty, Complete).Missing());

    [Fact]
    public void Audience_OfUnpaidOrders_IsRefused()
    {
        Assert.NotEmpty((MessageAudience.Usual with { Statuses = [OrderStatus.AwaitingPayment] }).Faults());
        Assert.NotEmpty((MessageAudience.Usual with { Statuses = [] }).Faults());
        Assert.NotEmpty((MessageAudience.Usual with { Performances = [PerformanceId.New()] }).Faults());
        Assert.NotEmpty((MessageAudience.Usual with { Tiers = [new string('x', 101)] }).Faults());
    }

    [Fact]
    public void Audience_WrittenAndRead_IsTheSame()
    {
        var audience = new MessageAudience(EventId.New(), [PerformanceId.New()], ["Stalls"], [OrderStatus.Paid, OrderStatus.PartiallyRefunded]);

        Assert.Equal(audience.ToJson(), MessageAudience.Read(audience.ToJson()).ToJson());
        Assert.Equal(audience.Event, MessageAudience.Read(audience.ToJson()).Event);
    }

    [Theory]
    [InlineData("de", "Einlass")]
    [InlineData("en", "Doors")]
    public void Text_OfALanguage_IsTheRecipients(string locale, string subject)
    {
        var terms = new MessageTerms(MessageAudience.Usual, Complete, new MessageText("Einlass", "Hallo"));
        var both = BuyerMessage.Create(OrganizationId.New(), terms, null, DateTimeOffset.UnixEpoch);
        var one = BuyerMessage.Create(OrganizationId.New(), terms with { English = MessageText.Empty }, null, DateTimeOffset.UnixEpoch);

        Assert.Equal(subject, both.TextFor(locale).Subject);
        Assert.Equal("Einlass", one.TextFor(locale).Subject);
    }

    [Fact]
    public void Schedule_Earlier_WaitsForTheRecallTime()
    {
        var now = DateTimeOffset.UnixEpoch;
        var message = BuyerMessage.Create(OrganizationId.New(), new MessageTerms(MessageAudience.Usual, Complete, MessageText.Empty), null, now);

        message.Schedule(now.AddSeconds(5), 3, now);

        Assert.Equal(now + BuyerMessage.RecallTime, message.ScheduledAt);
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(60, false)]
    [InlineData(367 * 24 * 60, true)]
    public void Time_PastOrFarAhead_IsRefused(int minutes, bool isRefused)
    {
        var now = DateTimeOffset.UnixEpoch;
        var command = new SendMessage(OrganizationId.New(), Guid.Empty, now.AddMinutes(minutes), null, Core.Access.Caller.Guest);

        Assert.Equal(isRefused, command.FaultOfTime(now) is not null);
    }
}
