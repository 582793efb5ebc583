using System.Globalization;
using Microsoft.Extensions.Localization;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Ordering.Campaigns;

namespace Ticketing.App.Ordering.Campaigns;

/// <summary>Sentences about campaigns.</summary>
internal static class CampaignTexts
{
    private const decimal BasisPoints = 10_000m;

    public static string Describe(CampaignRefusal refusal, IStringLocalizer<Texts> L) => refusal switch
    {
        CampaignRefusal.NotFound => L["We cannot find this campaign any more. Reload the page."],
        CampaignRefusal.Invalid => L["Some values are missing or not right. They are marked below."],
        CampaignRefusal.Used => L["Buyers have ordered with codes of this campaign: what they take off stays as it was shown to them, and the campaign cannot be deleted. Switch it off instead, or change window and limits."],
        CampaignRefusal.Changed => L["Another member has changed this campaign since you opened it. Nothing of yours is saved yet: what you typed is still in the fields. Save again to replace their changes, or reload the page to see them."],
        CampaignRefusal.BelowUses => L["A code has been used more often than that already. Choose a higher maximum, or switch the campaign off."],
        CampaignRefusal.CodeTaken => L["Your organization has a promo code with this text already. Choose another one."],
        CampaignRefusal.LimitReached => L["An organization can have at most 1,000 campaigns, and a campaign 50,000 codes. Delete what was never used."],
        CampaignRefusal.TooOften => L["You have changed too much within a short time. Wait a few minutes."],
    };

    public static string Describe(PromoKind kind, IStringLocalizer<Texts> L) => kind switch
    {
        PromoKind.Percent => L["Percent off"],
        PromoKind.Fixed => L["Amount off"],
        PromoKind.Group => L["Some free in a group"],
    };

    /// <summary>What a campaign takes off: <c>10 %</c>, <c>€5.00 per ticket</c>, <c>3 paid, 1 free</c>.</summary>
    public static string DiscountOf(PromoCampaign campaign, IStringLocalizer<Texts> L) => campaign switch
    {
        { Kind: PromoKind.Percent } => (campaign.Value / BasisPoints).ToString(campaign.Value % 100 == 0 ? "P0" : "P2", CultureInfo.CurrentCulture),
        { Kind: PromoKind.Fixed, PerItem: true } => L["{0} per ticket", Amount(campaign)],
        { Kind: PromoKind.Fixed } => L["{0} per order", Amount(campaign)],
        { Kind: PromoKind.Group } => L["{0} paid, {1} free", campaign.Take ?? 0, campaign.Free ?? 0],
    };

    public static string Money(long amount, string currency) => new Money(amount, currency).Format(CultureInfo.CurrentCulture);

    private static string Amount(PromoCampaign campaign) => Money(campaign.Value, campaign.Currency ?? "EUR");
}
