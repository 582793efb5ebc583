using Ticketing.Core.Common;
using Ticketing.Core.Questions;

namespace Ticketing.Tests.Questions;

public sealed class AnswerRulesTests
{
    private static readonly string[] Seats = ["stalls", "box"];

    [Theory]
    [InlineData(QuestionKind.Text, " a  b ", "a b")]
    [InlineData(QuestionKind.Number, "1,5", "1.5")]
    [InlineData(QuestionKind.Number, "-12", "-12")]
    [InlineData(QuestionKind.Date, "2027-02-28", "2027-02-28")]
    [InlineData(QuestionKind.Phone, "+49 30 123", "+49 30 123")]
    [InlineData(QuestionKind.Country, "DE", "DE")]
    [InlineData(QuestionKind.Consent, "yes", "yes")]
    [InlineData(QuestionKind.Choice, "o2", "o2")]
    public void Check_ValidAnswer_IsStoredInOneForm(QuestionKind kind, string typed, string stored)
    {
        var question = Make(kind);

        var judged = AnswerRules.Check(new QuestionsToOrder([question], Seats), [new TypedAnswer(question.Id, null, typed)]);

        Assert.Empty(judged.Errors);
        Assert.Equal(new CheckedAnswer(question.Id, null, stored), Assert.Single(judged.Answers));
    }

    [Theory]
    [InlineData(QuestionKind.Number, "1.000,5")]
    [InlineData(QuestionKind.Number, "1e5")]
    [InlineData(QuestionKind.Number, "many")]
    [InlineData(QuestionKind.Date, "2027-02-29")]
    [InlineData(QuestionKind.Date, "28.02.2027")]
    [InlineData(QuestionKind.Phone, "call me")]
    [InlineData(QuestionKind.Country, "Germany")]
    [InlineData(QuestionKind.Country, "de")]
    [InlineData(QuestionKind.Consent, "no")]
    [InlineData(QuestionKind.Choice, "Small")]
    [InlineData(QuestionKind.Choice, "o3")]
    [InlineData(QuestionKind.Text, "a\u0007b")]
    public void Check_BadAnswer_HasAnErrorAtItsField(QuestionKind kind, string typed)
    {
        var question = Make(kind);

        var judged = AnswerRules.Check(new QuestionsToOrder([question], Seats), [new TypedAnswer(question.Id, null, typed)]);

        Assert.Equal([AnswerRules.FieldOf(question.Id, null)], judged.Errors.Keys);
        Assert.Empty(judged.Answers);
    }

    [Fact]
    public void Check_TextTooLong_IsRefused()
    {
        var question = Make(QuestionKind.Text);

        Assert.NotEmpty(AnswerRules.Check(
            new QuestionsToOrder([question], Seats), [new TypedAnswer(question.Id, null, new string('a', AnswerRules.TextLengthMax + 1))]).Errors);
    }

    [Fact]
    public void Check_RequiredPerAttendee_IsAskedForSeatsOfItsCategories()
    {
        var question = Make(QuestionKind.Text, scope: QuestionScope.Attendee, required: true, categories: ["box"]);

        Assert.Equal([AnswerRules.FieldOf(question.Id, 1)], AnswerRules.Check(new QuestionsToOrder([question], Seats), []).Errors.Keys);
        Assert.Empty(AnswerRules.Check(new QuestionsToOrder([question], ["stalls"]), []).Errors);
        Assert.Empty(AnswerRules.Check(new QuestionsToOrder([question], Seats), [new TypedAnswer(question.Id, 1, "Ada")]).Errors);
        Assert.Empty(AnswerRules.Check(new QuestionsToOrder([question], Seats), [], requires: false).Errors);
    }

    [Fact]
    public void Check_ShownByAnEarlierAnswer_IsAskedAfterItOnly()
    {
        var meal = Make(QuestionKind.Choice, position: 1);
        var allergies = Make(QuestionKind.Text, position: 2, required: true, shownBy: meal.Id, shownByAnswer: "o2");
        var asked = new QuestionsToOrder([meal, allergies], Seats);

        Assert.Empty(AnswerRules.Check(asked, [new TypedAnswer(meal.Id, null, "o1")]).Errors);
        Assert.Equal([AnswerRules.FieldOf(allergies.Id, null)], AnswerRules.Check(asked, [new TypedAnswer(meal.Id, null, "o2")]).Errors.Keys);

        // What is typed into a hidden field is dropped.
        var hidden = AnswerRules.Check(asked, [new TypedAnswer(meal.Id, null, "o1"), new TypedAnswer(allergies.Id, null, "nuts")]);
        Assert.Empty(hidden.Errors);
        Assert.Equal([meal.Id], hidden.Answers.Select(answer => answer.Question));
    }

    [Fact]
    public void Check_PerAttendee_DependsOnTheSeatsOwnAnswer()
    {
        var meal = Make(QuestionKind.Choice, QuestionScope.Attendee, position: 1);
        var allergies = Make(QuestionKind.Text, QuestionScope.Attendee, position: 2, required: true, shownBy: meal.Id, shownByAnswer: "o2");

        var judged = AnswerRules.Check(
            new QuestionsToOrder([meal, allergies], Seats), [new TypedAnswer(meal.Id, 0, "o1"), new TypedAnswer(meal.Id, 1, "o2")]);

        Assert.Equal([AnswerRules.FieldOf(allergies.Id, 1)], judged.Errors.Keys);
    }

    [Fact]
    public void Check_WhatIsNotAsked_IsRefused()
    {
        var (once, each) = (Make(QuestionKind.Text), Make(QuestionKind.Text, QuestionScope.Attendee));
        foreach (var answer in (TypedAnswer[])[
            new(QuestionId.New(), null, "a"), new(default, null, null), new(once.Id, 0, "a"), new(each.Id, null, "a"), new(each.Id, 2, "a"),
            new(each.Id, -1, "a")])
        {
            Assert.NotEmpty(AnswerRules.Check(new QuestionsToOrder([once, each], Seats), [answer]).Errors);
        }

        Assert.NotEmpty(AnswerRules.Check(
            new QuestionsToOrder([once], Seats), [new TypedAnswer(once.Id, null, "a"), new TypedAnswer(once.Id, null, "b")]).Errors);
    }

    [Fact]
    public void Options_Edited_KeepTheirKeys()
    {
        var question = Make(QuestionKind.Choice);
        var terms = QuestionTerms.Of(question) with { Options = [new OptionTerms("o2", "Large"), new OptionTerms(null, "Huge")] };

        Assert.True(terms.TrySetOptions(question));

        Assert.Equal([new QuestionOption("o2", "Large"), new QuestionOption("o3", "Huge")], question.Options);
        Assert.Equal("Small", question.OptionText("o1"));
        Assert.False(question.CanBeAnsweredBy("o1"));
        Assert.False((terms with { Options = [new OptionTerms("o9", "Other")] }).TrySetOptions(question));
    }

    internal static EventQuestion Make(
        QuestionKind kind, QuestionScope scope = QuestionScope.Order, int position = 1, bool required = false, string[]? categories = null,
        QuestionId? shownBy = null, string? shownByAnswer = null) => new()
        {
            Id = QuestionId.New(),
            OrganizationId = OrganizationId.New(),
            EventId = Core.Common.EventId.New(),
            Position = position,
            Kind = kind,
            Scope = scope,
            Text = "Question",
            Help = "",
            IsRequired = required,
            Categories = categories ?? [],
            OptionKeys = kind == QuestionKind.Choice ? ["o1", "o2"] : [],
            OptionTexts = kind == QuestionKind.Choice ? ["Small", "Big"] : [],
            OptionsOffered = kind == QuestionKind.Choice ? 2 : 0,
            ShownBy = shownBy,
            ShownByAnswer = shownByAnswer,
            CreatedAt = DateTimeOffset.UnixEpoch,
        };
}
