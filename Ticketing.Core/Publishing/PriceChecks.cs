using System.Globalization;
using Ticketing.Core.Common;
using Ticketing.Core.Seating;

namespace Ticketing.Core.Publishing;

/// <summary>What is wrong with a draft's prices.</summary>
internal static class PriceChecks
{
    // Units of the currency: euros, yen.
    private const long PriceUnitsMax = 1_000_000;
    private const int TaxBasisPointsMax = 10_000;
    private const int NameLengthMax = 100;

    /// <param name="seatsPerOrderMax">How many seats an order of the event can have.</param>
    public static IEnumerable<DraftProblem> Of(DraftPrices prices, PlanChoice? plan, int seatsPerOrderMax)
    {
        if (prices.Currency.Length != 3 || !prices.Currency.All(char.IsAsciiLetterUpper))
        {
            yield return new DraftProblem(DraftStep.Prices, "prices.currency", "Choose a currency.");
            yield break;
        }

        foreach (var category in plan?.Categories ?? [])
        {
            if (!prices.Tiers.Any(tier => tier.Category == category.Key))
            {
                yield return new DraftProblem(DraftStep.Prices, "prices.tiers", "Set a price for {0}.", category.Name);
            }
        }

        foreach (var (i, tier) in prices.Tiers.Index())
        {
            // Of a plan that was chosen before: nothing is sold at its price.
            if (plan is null || plan.Categories.Any(category => category.Key == tier.Category))
            {
                foreach (var problem in OfTier(string.Create(CultureInfo.InvariantCulture, $"prices.tiers[{i}]"), tier, prices.Currency, seatsPerOrderMax))
                {
                    yield return problem;
                }
            }
        }
    }

    private static IEnumerable<DraftProblem> OfTier(string path, DraftTier tier, string currency, int seatsPerOrderMax)
    {
        if (!TypedText.IsName(TypedText.Line(tier.Name), NameLengthMax))
        {
            yield return new DraftProblem(DraftStep.Prices, path + ".name", "Name the price in at most 100 characters.");
        }

        if (tier.Color.Length != 7 || tier.Color[0] != '#' || !tier.Color.Skip(1).All(char.IsAsciiHexDigit))
        {
            yield return new DraftProblem(DraftStep.Prices, path + ".color", "Choose a colour for the seat map.");
        }

        if (tier.Price is not { } price)
        {
            yield return new DraftProblem(DraftStep.Prices, path + ".price", "Enter a price; 0 is free.");
        }
        else if (OfAmount(path + ".price", price, currency) is { } wrong)
        {
            yield return wrong;
        }

        if (OfAmount(path + ".fee", tier.Fee, currency) is { } fee)
        {
            yield return fee;
        }

        if (tier.TaxBasisPoints is < 0 or > TaxBasisPointsMax)
        {
            yield return new DraftProblem(DraftStep.Prices, path + ".taxBasisPoints", "Enter a tax between 0 and 100 percent.");
        }

        foreach (var problem in DraftOffers.Check(path, tier, currency).Concat(DraftTierRules.Check(path + ".rules", tier.Rules, seatsPerOrderMax)))
        {
            yield return problem;
        }
    }

    private static DraftProblem? OfAmount(string path, long amount, string currency)
    {
        var max = new Money(PriceUnitsMax * (long)Math.Pow(10, Money.Decimals(currency)), currency);
        return amount < 0 || amount > max.Amount
            ? new DraftProblem(DraftStep.Prices, path, "Enter an amount between 0 and {0}.", max.ToString())
            : amount % Money.Step(currency) != 0
            ? new DraftProblem(DraftStep.Prices, path, "Amounts are multiples of {0}.", new Money(Money.Step(currency), currency).ToString())
            : null;
    }
}
