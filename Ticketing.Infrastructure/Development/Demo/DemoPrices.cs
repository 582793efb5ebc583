using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Seating.Compiled;

namespace Ticketing.Infrastructure.Development.Demo;

/// <summary>Creates a price tier for each category of a plan, with rounded prices.</summary>
internal static class DemoPrices
{
    // Percent of the highest price.
    private static readonly Dictionary<string, int> Shares = new()
    {
        ["premium"] = 100,
        ["boxes"] = 90,
        ["stalls"] = 78,
        ["lower"] = 72,
        ["floor"] = 68,
        ["circle"] = 60,
        ["balcony"] = 58,
        ["upper"] = 48,
        ["slips"] = 42,
        ["choir"] = 40,
        ["side"] = 36,
    };

    public static List<PriceTier> Tiers(PerformanceId performance, CompiledPlan plan, DemoEvent @event, DemoVenue venue)
    {
        var tiers = new List<PriceTier>();
        foreach (var category in plan.Categories)
        {
            var price = Price(@event.Price, Shares.GetValueOrDefault(category.Key, 50), venue.Currency);
            tiers.Add(new PriceTier
            {
                Id = PriceTierId.New(),
                PerformanceId = performance,
                Ordinal = (short)tiers.Count,
                Name = category.Name,
                Category = category.Key,
                Color = category.Color,
                Price = price,
                Fee = price == 0 ? 0 : Rounded(price * 7 / 100, venue.Currency is "JPY" ? 10 : 50),
                TaxBasisPoints = venue.Tax,
                Currency = venue.Currency,
            });
        }

        return tiers;
    }

    private static long Price(long best, int share, string currency)
    {
        var minor = best * (Money.Decimals(currency) == 0 ? 1 : 100) * share / 100;
        return Rounded(minor, currency switch { "JPY" => 100, "DKK" => 1000, _ => 100 });
    }

    private static long Rounded(long amount, long step) => (amount + (step / 2)) / step * step;
}
