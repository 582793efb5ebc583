using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Localization;
using Ticketing.App.Hosting.Circuits;
using Ticketing.App.Inventory.Pages;
using Ticketing.App.Shared;
using Ticketing.Infrastructure.Inventory.Sale;

namespace Ticketing.App.Inventory;

/// <summary>Start options of the map's script.</summary>
internal static class SeatMapOptions
{
    /// <summary>
    /// Serialized here to one string: JS interop would cache metadata of these types per circuit, see <see cref="CircuitScripts"/>.
    /// </summary>
    /// <param name="now">When tiers whose own sale is not open are shown as such; null: at the box office, which it does not bind.</param>
    public static string Json(SeatSale sale, bool canSelect, IStringLocalizer<Texts> texts, DateTimeOffset? now = null) => JsonSerializer.Serialize(
        new
        {
            PlanUrl = AppUrls.PlanGeometry(sale.Plan.Id),
            Locale = CultureInfo.CurrentUICulture.Name,
            CanSelect = canSelect,
            Texts = SeatMapTexts.Of(texts),
            Tiers = sale.Tiers.Select(tier => (Tier: tier, AllIn: sale.AllInOf(tier))).Select(priced => new
            {
                priced.Tier.Ordinal,
                priced.Tier.Name,
                priced.Tier.Color,
                priced.Tier.Category,
                Closed = now is { } at ? TierTexts.ClosedText(priced.Tier, sale.TimeZone, at, texts) : null,
                Price = new { priced.AllIn.Amount, priced.AllIn.Currency },
                Formatted = priced.AllIn.Amount == 0 ? texts["Free"].Value : priced.AllIn.Format(CultureInfo.CurrentCulture),
            }),
        },
        JsonSerializerOptions.Web);
}
