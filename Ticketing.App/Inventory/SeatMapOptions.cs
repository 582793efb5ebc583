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
    public static string Json(SeatSale sale, bool canSelect, DateTimeOffset now, IStringLocalizer<Texts> texts) => JsonSerializer.Serialize(
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
                Closed = TierTexts.ClosedText(priced.Tier, sale.TimeZone, now, texts),
                Price = new { priced.AllIn.Amount, priced.AllIn.Currency },
                Formatted = priced.AllIn.Amount == 0 ? texts["Free"].Value : priced.AllIn.Format(CultureInfo.CurrentCulture),
            }),
        },
        JsonSerializerOptions.Web);
}
