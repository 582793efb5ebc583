using Ticketing.Core.Common;

namespace Ticketing.Core.Ordering.Extras;

/// <summary>What a buyer chooses of an extra.</summary>
/// <param name="Amount">Of a donation: minor units of the currency. Null for other kinds.</param>
public sealed record ChosenExtra(ExtraId Extra, int Quantity, long? Amount = null);

/// <summary>Why a choice is refused.</summary>
/// <param name="Sentence">An English sentence, which is also the resource key; <c>{0}</c> is <paramref name="Value"/>.</param>
/// <param name="Value">A number or an amount; null: the sentence has none.</param>
public sealed record ExtraFault(ExtraId Extra, string Sentence, object? Value = null);

/// <summary>
/// Judges and prices the extras of an order, for the checkout, the API and the order alike. Stock is judged here as it was read; the
/// statement that takes it decides.
/// </summary>
public static class ExtraChoices
{
    /// <summary>The maximum number of units of all extras in an order.</summary>
    public const int UnitsMax = 100;

    /// <summary>The errors of a choice; empty if it can be ordered.</summary>
    /// <param name="offered">The event's extras.</param>
    /// <param name="categories">The category of each of the order's seats.</param>
    /// <param name="own">Units that the order has already: they are in <see cref="Extra.Sold"/>.</param>
    public static IReadOnlyList<ExtraFault> Check(
        IReadOnlyList<Extra> offered, IReadOnlyList<ChosenExtra> chosen, IReadOnlyList<string> categories, string currency,
        IReadOnlyCollection<OrderExtra>? own = null)
    {
        ArgumentNullException.ThrowIfNull(chosen);
        List<ExtraFault> faults = [];
        var seen = new HashSet<ExtraId>();
        var units = 0L;
        foreach (var choice in chosen)
        {
            var extra = offered.FirstOrDefault(extra => extra.Id == choice.Extra);
            units += Math.Max(0, choice.Quantity);
            if (extra is null || extra.RemovedAt is not null || extra.Currency != currency)
            {
                faults.Add(new ExtraFault(choice.Extra, "This extra is not offered any more."));
            }
            else if (!seen.Add(choice.Extra))
            {
                faults.Add(new ExtraFault(choice.Extra, "Name each extra once."));
            }
            else if (Fault(extra, choice, categories, own?.Count(unit => unit.ExtraId == extra.Id && unit.Live) ?? 0) is { } fault)
            {
                faults.Add(fault);
            }
        }

        return units > UnitsMax && faults.Count == 0
            ? [new ExtraFault(chosen[0].Extra, "An order can have at most {0} extras in all.", UnitsMax)]
            : faults;
    }

    /// <summary>Whether an order with these seats can have the extra.</summary>
    public static bool IsFor(Extra extra, IReadOnlyList<string> categories)
    {
        ArgumentNullException.ThrowIfNull(extra);
        return extra.Categories.Length == 0 || categories.Any(category => extra.Categories.Contains(category, StringComparer.Ordinal));
    }

    /// <summary>How many units have the price with a seat: one per seat that gives it.</summary>
    public static int UnitsWithSeat(Extra extra, IReadOnlyList<string> categories)
    {
        ArgumentNullException.ThrowIfNull(extra);
        return extra.WithSeatPrice is null ? 0
            : extra.WithSeatCategories.Length == 0 ? categories.Count
            : categories.Count(category => extra.WithSeatCategories.Contains(category, StringComparer.Ordinal));
    }

    /// <summary>The units of a valid choice with their amounts. Each unit's tax is rounded by itself, as a seat's is.</summary>
    public static IReadOnlyList<OrderExtra> Price(
        IReadOnlyList<Extra> offered, IReadOnlyList<ChosenExtra> chosen, IReadOnlyList<string> categories, OrderId order, bool pricesIncludeTax,
        string currency)
    {
        ArgumentNullException.ThrowIfNull(chosen);
        // Ids of the same millisecond are random: sorted, they keep the order of the choice.
        using var ids = Enumerable.Range(0, chosen.Sum(choice => choice.Quantity)).Select(_ => OrderExtraId.New()).OrderBy(id => id.Value).GetEnumerator();
        List<OrderExtra> units = [];
        foreach (var choice in chosen)
        {
            var extra = offered.First(extra => extra.Id == choice.Extra);
            Invariant.Holds(extra.Currency == currency);
            var withSeat = UnitsWithSeat(extra, categories);
            for (var i = 0; i < choice.Quantity; i++)
            {
                var price = choice.Amount ?? (i < withSeat ? extra.WithSeatPrice!.Value : extra.Price);
                var amounts = OrderPricing.Calculate([new PricedItem("", price, 0, extra.TaxBasisPoints)], null, pricesIncludeTax, currency)[0];
                Invariant.Holds(ids.MoveNext());
                units.Add(new OrderExtra
                {
                    Id = ids.Current,
                    OrderId = order,
                    ExtraId = extra.Id,
                    Name = extra.Name,
                    HasVoucher = extra.HasVoucher,
                    Price = price,
                    TaxBasisPoints = extra.TaxBasisPoints,
                    Tax = amounts.Tax,
                    Total = amounts.Total,
                });
            }
        }

        return units;
    }

    /// <summary>Whether an order's units are what is chosen: then they keep their prices.</summary>
    public static bool AreSame(IReadOnlyCollection<OrderExtra> units, IReadOnlyList<ChosenExtra> chosen)
    {
        ArgumentNullException.ThrowIfNull(chosen);
        var live = units.Where(unit => unit.Live).ToLookup(unit => unit.ExtraId);
        return live.Count == chosen.Count && chosen.DistinctBy(choice => choice.Extra).Count() == chosen.Count
            && chosen.All(choice => live[choice.Extra].Count() == choice.Quantity
                && (choice.Amount is not { } amount || live[choice.Extra].All(unit => unit.Price == amount)));
    }

    /// <summary>The choice that an order's units are of.</summary>
    /// <param name="offered">Tells donations, whose amount is a part of the choice.</param>
    public static IReadOnlyList<ChosenExtra> Of(IEnumerable<OrderExtra> units, IReadOnlyList<Extra> offered) =>
    [
        .. units.Where(unit => unit.Live).GroupBy(unit => unit.ExtraId).Select(group => new ChosenExtra(
            group.Key, group.Count(),
            offered.Any(extra => extra.Id == group.Key && extra.Kind == ExtraKind.Donation) ? group.First().Price : null)),
    ];

    private static ExtraFault? Fault(Extra extra, ChosenExtra choice, IReadOnlyList<string> categories, int own)
    {
        if (choice.Quantity < 1 || choice.Quantity > extra.PerOrderMax)
        {
            return new ExtraFault(extra.Id, "Between 1 and {0} of this extra per order.", extra.PerOrderMax);
        }

        if (!IsFor(extra, categories))
        {
            return new ExtraFault(extra.Id, "This extra is sold with certain price categories only.");
        }

        if (extra.Kind == ExtraKind.Donation)
        {
            return choice.Amount > extra.PriceMax
                ? new ExtraFault(extra.Id, "Enter an amount of at most {0}.", new Money(extra.PriceMax.Value, extra.Currency))
                : choice.Amount >= extra.Price && choice.Amount % Money.Step(extra.Currency) == 0
                    ? Left(extra, choice, own)
                    : new ExtraFault(extra.Id, "Enter an amount of at least {0}.", new Money(extra.Price, extra.Currency));
        }

        return choice.Amount is null ? Left(extra, choice, own) : new ExtraFault(extra.Id, "The price of this extra is fixed.");
    }

    private static ExtraFault? Left(Extra extra, ChosenExtra choice, int own) => extra.Left + own < choice.Quantity
        ? extra.Left + own == 0
            ? new ExtraFault(extra.Id, "This extra is sold out.")
            : new ExtraFault(extra.Id, "This extra has only {0} left.", extra.Left + own)
        : null;
}
