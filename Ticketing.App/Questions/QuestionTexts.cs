using Microsoft.Extensions.Localization;
using Ticketing.Core.Questions;

namespace Ticketing.App.Questions;

/// <summary>Sentences about questions.</summary>
internal static class QuestionTexts
{
    public static string Describe(QuestionRefusal refusal, IStringLocalizer<Texts> L) => refusal switch
    {
        QuestionRefusal.NotFound => L["We cannot find this question any more. Reload the page."],
        QuestionRefusal.Invalid => L["Some values are missing or not right. They are marked below."],
        QuestionRefusal.Changed => L["Another member has changed this question since you opened it. Nothing of yours is saved yet: save again to replace their changes, or reload the page to see them."],
        QuestionRefusal.Depends => L["Another question depends on the answer to this one, so it has to stay and come first. Change the other question before."],
        QuestionRefusal.LimitReached => L["An event can have at most 20 questions. Remove one first."],
        QuestionRefusal.TooOften => L["You have changed too much within a short time. Wait a few minutes."],
    };

    public static string Describe(QuestionKind kind, IStringLocalizer<Texts> L) => kind switch
    {
        QuestionKind.Text => L["Text"],
        QuestionKind.Choice => L["Choice"],
        QuestionKind.Number => L["Number"],
        QuestionKind.Date => L["Date"],
        QuestionKind.Phone => L["Telephone number"],
        QuestionKind.Country => L["Country"],
        QuestionKind.Consent => L["Consent (a box to tick)"],
    };

    public static string Describe(QuestionScope scope, IStringLocalizer<Texts> L) => scope switch
    {
        QuestionScope.Order => L["Once per order"],
        QuestionScope.Attendee => L["For each attendee"],
    };
}
