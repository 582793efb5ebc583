using Microsoft.Extensions.Localization;
using Ticketing.Core.Seating;

namespace Ticketing.App.Seating;

/// <summary>Texts of managing seating plans.</summary>
internal static class PlanTexts
{
    public static string Describe(PlanRefusal refusal, IStringLocalizer<Texts> L) => refusal switch
    {
        PlanRefusal.NotFound => L["This venue or plan does not exist any more. Reload the page."],
        PlanRefusal.Invalid => L["Enter a name with a letter or a digit, of at most 80 characters."],
        PlanRefusal.LimitReached => L["Your subscription allows no more seating plans. Delete one that is not used, or write to us for a larger subscription."],
        PlanRefusal.InUse => L["A date is sold by this plan, so it stays."],
        PlanRefusal.BeingEdited => L["Somebody else is editing this plan. Wait until they have finished."],
        PlanRefusal.TooOften => L["You have changed too much within a few minutes. Wait a moment and try again."],
    };
}
