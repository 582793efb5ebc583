using System.Globalization;
using Microsoft.Extensions.Localization;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering.Extras;

namespace Ticketing.App.Ordering.Extras;

/// <summary>Sentences about extras.</summary>
internal static class ExtraTexts
{
    public static string Describe(ExtraFault fault, IStringLocalizer<Texts> L) => fault.Value switch
    {
        null => L[fault.Sentence],
        Money amount => L[fault.Sentence, amount.Format(CultureInfo.CurrentCulture)],
        { } number => L[fault.Sentence, number],
    };

    public static string Describe(ExtraRefusal refusal, IStringLocalizer<Texts> L) => refusal switch
    {
        ExtraRefusal.NotFound => L["We cannot find this extra any more. Reload the page."],
        ExtraRefusal.Invalid => L["Some values are missing or not right. They are marked below."],
        ExtraRefusal.Changed => L["Another member has changed this extra since you opened it. Nothing of yours is saved yet: save again to replace their changes, or reload the page to see them."],
        ExtraRefusal.LimitReached => L["An event can have at most 20 extras. Remove one first."],
        ExtraRefusal.TooOften => L["You have changed too much within a short time. Wait a few minutes."],
    };

    public static string Describe(ExtraKind kind, IStringLocalizer<Texts> L) => kind switch
    {
        ExtraKind.Product => L["Something with a price: parking, a programme, merchandise"],
        ExtraKind.Donation => L["Donation: the buyer chooses the amount"],
    };
}
