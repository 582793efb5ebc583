using System.Globalization;
using Microsoft.Extensions.Localization;
using Ticketing.Core.Catalog;
using Ticketing.Infrastructure.Inventory.Sale;

namespace Ticketing.App.Inventory;

/// <summary>Sentences about the own sale of price tiers.</summary>
internal static class TierTexts
{
    /// <summary>Why a tier's seats cannot be picked now, in the venue's time; null: they can.</summary>
    public static string? ClosedText(SeatSaleTier tier, string timeZone, DateTimeOffset now, IStringLocalizer<Texts> texts) =>
        tier.Rules.IsOpenAt(now) ? null
        : tier.Rules.OpensAt is { } opens && opens > now ? texts["On sale from {0}", When(VenueTime.At(opens, timeZone))].Value
        : texts["No longer on sale"].Value;

    /// <summary>The same for each tier, by ordinal.</summary>
    public static string?[] ClosedTexts(SeatSale sale, DateTimeOffset now, IStringLocalizer<Texts> texts) =>
        [.. sale.Tiers.Select(tier => ClosedText(tier, sale.TimeZone, now, texts))];

    private static string When(DateTimeOffset local) => VenueTime.When(local, CultureInfo.CurrentCulture);
}
