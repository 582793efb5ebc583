using Microsoft.Extensions.Localization;
using Ticketing.Core.Presales;

namespace Ticketing.App.Presales;

/// <summary>Sentences about presales and codes.</summary>
internal static class PresaleTexts
{
    public static string Describe(PresaleRefusal refusal, IStringLocalizer<Texts> L) => refusal switch
    {
        PresaleRefusal.NotFound => L["We cannot find this presale any more. Reload the page."],
        PresaleRefusal.Invalid => L["Some values are missing or not right. They are marked below."],
        PresaleRefusal.Changed => L["Another member has changed this presale since you opened it. Nothing of yours is saved yet: what you typed is still in the fields. Save again to replace their changes, or reload the page to see them."],
        PresaleRefusal.InUse => L["Orders use codes of this presale, so it stays. Let it close, or revoke its codes."],
        PresaleRefusal.CodeTaken => L["Your organization has a code with this text already. Choose another one."],
        PresaleRefusal.LimitReached => L["An event can have at most 20 presales, and a presale 50,000 codes. Delete what you do not need."],
        PresaleRefusal.TooOften => L["You have changed too much within a short time. Wait a few minutes."],
    };

    public static string Describe(AccessCodeRefusal refusal, IStringLocalizer<Texts> L) => refusal switch
    {
        AccessCodeRefusal.UnknownPerformance => L["This performance is not on sale."],
        AccessCodeRefusal.Unknown => L["We do not know this code for this date. Check it for typing errors."],
        AccessCodeRefusal.UsedUp => L["This code has been used up."],
        AccessCodeRefusal.Closed => L["The presale of this code has closed."],
    };

    /// <summary>The badge of a code: whether it can be used.</summary>
    public static string State(AccessCode code, IStringLocalizer<Texts> L) =>
        code.RevokedAt is not null ? L["Revoked"]
        : code.Uses >= code.UsesMax ? L["Used up"]
        : L["Valid"];

    public static string BadgeOf(AccessCode code) =>
        code.RevokedAt is not null ? "badge-danger" : code.Uses >= code.UsesMax ? "" : "badge-success";
}
