using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering.Reductions;

namespace Ticketing.Core.Publishing;

/// <summary>A reduced price of a tier. It is an amount or a share off the full price; publishing writes the amount.</summary>
/// <param name="Id">Fixed when it is added.</param>
public sealed record DraftReduction(Guid Id)
{
    public string Name { get; init; } = "";

    /// <summary>Minor units of the currency; null: not typed yet, or <see cref="PercentOff"/> decides.</summary>
    public long? Price { get; init; }

    /// <summary>Hundredths of a percent off the full price: 5,000 is half; null: <see cref="Price"/> decides.</summary>
    public int? PercentOff { get; init; }

    /// <summary>For buyers: <c>ID at the door</c>; empty: none.</summary>
    public string Note { get; init; } = "";

    /// <summary>How many seats of an order can have it; null: any number.</summary>
    public int? PerOrderMax { get; init; }

    /// <summary>Only for companion seats, one for each wheelchair place.</summary>
    public bool Companion { get; init; }
}

/// <summary>The price of each seat of a tier in an order with many of them.</summary>
public sealed record DraftGroupPrice
{
    public int From { get; init; } = 10;

    /// <summary>Minor units of the currency; null: not typed yet, or <see cref="PercentOff"/> decides.</summary>
    public long? Price { get; init; }

    /// <summary>Hundredths of a percent off the full price; null: <see cref="Price"/> decides.</summary>
    public int? PercentOff { get; init; }
}

/// <summary>Reduced and group prices of drafts: their amounts, and what is wrong with them.</summary>
public static class DraftOffers
{
    /// <summary>How many reductions a tier can have.</summary>
    public const int ReductionsMax = 10;

    public const int NoteLengthMax = 100;

    /// <summary>The most seats that a group price or a maximum can name; more cannot be ordered at once.</summary>
    public const int SeatsMax = 500;

    private const int WholeBasisPoints = 10_000;

    /// <summary>The amount of a reduced price; null: it cannot be told yet.</summary>
    /// <param name="full">The tier's price; null: not typed yet.</param>
    /// <param name="currency">Of all of them, which are minor units.</param>
    public static long? AmountOf(long? price, int? percentOff, long? full, string currency) =>
        price ?? (percentOff is >= 0 and <= WholeBasisPoints and { } off && full is >= 0 and { } whole
            ? whole - new Money(whole, currency).Share(off).Amount
            : null);

    /// <summary>What is published of a tier. Amounts that are missing in an incomplete one are its full price.</summary>
    public static TierOffers Of(DraftTier tier, string currency)
    {
        ArgumentNullException.ThrowIfNull(tier);
        return new TierOffers(
            [
                .. tier.Reductions.Select(reduction => new ReducedPrice(
                    reduction.Id, TypedText.Line(reduction.Name), AmountOf(reduction.Price, reduction.PercentOff, tier.Price, currency) ?? tier.Price ?? 0,
                    TypedText.Line(reduction.Note) is { Length: > 0 } note ? note : null, reduction.PerOrderMax, reduction.Companion)),
            ],
            tier.Group is { } group ? new GroupPrice(group.From, AmountOf(group.Price, group.PercentOff, tier.Price, currency) ?? tier.Price ?? 0) : null);
    }

    /// <summary>The same, as a draft has it.</summary>
    public static DraftTier With(DraftTier tier, TierOffers offers)
    {
        ArgumentNullException.ThrowIfNull(tier);
        ArgumentNullException.ThrowIfNull(offers);
        return tier with
        {
            Reductions =
            [
                .. offers.Reductions.Select(reduction => new DraftReduction(reduction.Id)
                {
                    Name = reduction.Name,
                    Price = reduction.Price,
                    Note = reduction.Note ?? "",
                    PerOrderMax = reduction.PerOrderMax,
                    Companion = reduction.IsCompanion,
                }),
            ],
            Group = offers.Group is { } group ? new DraftGroupPrice { From = group.From, Price = group.Price } : null,
        };
    }

    /// <summary>Whether the offers of a tier can be published as they are.</summary>
    public static bool AreComplete(DraftTier tier, string currency) => !Check("", tier, currency).Any();

    internal static IEnumerable<DraftProblem> Check(string path, DraftTier tier, string currency)
    {
        if (tier.Reductions.Length > ReductionsMax)
        {
            yield return Problem(path + ".reductions", "A price has at most {0} reductions.", ReductionsMax.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (i, reduction) in tier.Reductions.Index())
        {
            var place = FormattableString.Invariant($"{path}.reductions[{i}]");
            foreach (var problem in OfReduction(place, reduction, tier, currency))
            {
                yield return problem;
            }

            if (!names.Add(TypedText.Line(reduction.Name)))
            {
                yield return Problem(place + ".name", "Two reductions of this price have the same name: change or remove one of them.");
            }
        }

        if (tier.Group is { } group)
        {
            if (group.From is < 2 or > SeatsMax)
            {
                yield return Problem(path + ".group.from", "Enter a number of seats between 2 and 500.");
            }

            if (OfAmount(path + ".group.price", group.Price, group.PercentOff, tier, currency) is { } wrong)
            {
                yield return wrong;
            }
        }
    }

    private static IEnumerable<DraftProblem> OfReduction(string path, DraftReduction reduction, DraftTier tier, string currency)
    {
        if (!TypedText.IsName(TypedText.Line(reduction.Name), ChosenReductions.NameLengthMax))
        {
            yield return Problem(path + ".name", "Name the reduction in at most 60 characters.");
        }

        if (OfAmount(path + ".price", reduction.Price, reduction.PercentOff, tier, currency) is { } wrong)
        {
            yield return wrong;
        }

        var note = TypedText.Line(reduction.Note);
        if (note.Length > 0 && !TypedText.IsName(note, NoteLengthMax))
        {
            yield return Problem(path + ".note", "Shorten the note to at most 100 characters.");
        }

        if (reduction.PerOrderMax is < 1 or > SeatsMax)
        {
            yield return Problem(path + ".perOrderMax", "Enter a number of seats between 1 and 500, or nothing.");
        }
    }

    private static DraftProblem? OfAmount(string path, long? price, int? percentOff, DraftTier tier, string currency)
    {
        if (percentOff is < 0 or > WholeBasisPoints || (price is null && percentOff is null))
        {
            return Problem(path, "Enter an amount, or a reduction like 50 %.");
        }

        // The full price has a problem of its own while it cannot be read.
        if (tier.Price is not { } full || AmountOf(price, percentOff, full, currency) is not { } amount)
        {
            return null;
        }

        return amount < 0 || amount >= full ? Problem(path, "Enter less than the full price of {0}.", new Money(full, currency).ToString())
            : amount % Money.Step(currency) != 0
            ? Problem(path, "Amounts are multiples of {0}.", new Money(Money.Step(currency), currency).ToString())
            : null;
    }

    private static DraftProblem Problem(string path, string sentence, params string[] arguments) =>
        new(DraftStep.Prices, path, sentence, arguments);
}
