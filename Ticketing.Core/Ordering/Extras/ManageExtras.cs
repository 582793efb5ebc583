using Ticketing.Core.Access;
using Ticketing.Core.Common;

namespace Ticketing.Core.Ordering.Extras;

/// <summary>Adds an extra to an event, as the last one.</summary>
public sealed record CreateExtra(EventId Event, ExtraTerms Terms, Caller Caller);

/// <summary>Changes an extra. Orders that were placed keep their prices.</summary>
/// <param name="Change">Makes the new terms of the stored ones; called while the extra is locked.</param>
public sealed record AmendExtra(ExtraId Extra, Func<ExtraTerms, ExtraTerms> Change, Caller Caller)
{
    /// <summary>The terms that the change is based on; refused if they have changed since. Null: no check.</summary>
    public ExtraTerms? Seen { get; init; }
}

/// <summary>Ends the sale of an extra, or takes it up again. Orders keep what they have. Idempotent.</summary>
public sealed record RemoveExtra(ExtraId Extra, bool IsRemoved, Caller Caller);

/// <summary>Moves an extra by one place.</summary>
public sealed record MoveExtra(ExtraId Extra, bool Up, Caller Caller);

/// <summary>Why an extra was not changed.</summary>
public enum ExtraRefusal
{
    /// <summary>There is no such event or extra, or the caller does not run its sales.</summary>
    NotFound,

    /// <summary><see cref="RefusedExtra.Faults"/> says what is wrong.</summary>
    Invalid,

    /// <summary>A concurrent change: the terms differ from <see cref="AmendExtra.Seen"/>.</summary>
    Changed,

    /// <summary>The event has <see cref="Extra.PerEventMax"/> extras.</summary>
    LimitReached,

    /// <summary>Too many changes of the account within a short time.</summary>
    TooOften,
}

/// <summary>A refusal with its details.</summary>
public sealed record RefusedExtra(ExtraRefusal Reason, IReadOnlyList<ExtraTermsFault> Faults)
{
    public RefusedExtra(ExtraRefusal reason) : this(reason, [])
    {
    }
}

/// <param name="Field">The name of the invalid value.</param>
/// <param name="Sentence">An English sentence, which is also the resource key.</param>
public sealed record ExtraTermsFault(string Field, string Sentence);

/// <summary>What members set of an extra. Amounts are minor units of the event's currency.</summary>
/// <param name="Kind">Cannot be changed later.</param>
/// <param name="Price">Per unit; of a donation the least amount.</param>
/// <param name="PriceMax">Of a donation the largest amount.</param>
/// <param name="Stock">For all dates together; null: unlimited.</param>
/// <param name="Categories">Keys of seat categories that it is sold with; empty: all.</param>
/// <param name="WithSeatPrice">The price of one unit per seat; null: none.</param>
/// <param name="WithSeatCategories">Keys of seat categories whose seats give that price; empty: all.</param>
public sealed record ExtraTerms(
    ExtraKind Kind, string? Name, string? Description, long? Price, long? PriceMax, int? TaxBasisPoints, int? Stock, int? PerOrderMax,
    bool HasVoucher, IReadOnlyList<string> Categories, long? WithSeatPrice, IReadOnlyList<string> WithSeatCategories)
{
    public const int NameLengthMax = 80;
    public const int DescriptionLengthMax = 500;
    public const int PerOrderMaxMax = 50;
    public const int StockMax = 1_000_000;

    /// <summary>The maximum price, in minor units.</summary>
    public const long PriceLimit = 100_000_000;

    /// <summary>The error where the event has no performance, which says its currency.</summary>
    public static readonly ExtraTermsFault NoDates = new(nameof(Price), "The event has no dates yet. Publish it with its dates first.");

    /// <summary>The error where more are sold.</summary>
    public static readonly ExtraTermsFault StockSold = new(nameof(Stock), "More are sold already. Enter at least the number that is sold.");

    // One instance: records compare lists by reference.
    private static readonly string[] NoKeys = [];

    private const int CategoriesMax = 50;
    private const int CategoryLengthMax = 64;

    /// <summary>The terms of a stored extra.</summary>
    public static ExtraTerms Of(Extra stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        return new ExtraTerms(
            stored.Kind, stored.Name, stored.Description, stored.Price, stored.PriceMax, stored.TaxBasisPoints, stored.Stock, stored.PerOrderMax,
            stored.HasVoucher, stored.Categories, stored.WithSeatPrice, stored.WithSeatCategories);
    }

    /// <summary>Whether both have the same values, categories in any order.</summary>
    public bool IsSame(ExtraTerms other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return this with { Categories = NoKeys, WithSeatCategories = NoKeys } == other with { Categories = NoKeys, WithSeatCategories = NoKeys }
            && Categories.ToHashSet(StringComparer.Ordinal).SetEquals(other.Categories)
            && WithSeatCategories.ToHashSet(StringComparer.Ordinal).SetEquals(other.WithSeatCategories);
    }

    /// <summary>Validation errors, empty if valid.</summary>
    public IReadOnlyList<ExtraTermsFault> Faults(string currency)
    {
        List<ExtraTermsFault> faults = [];
        void Refuse(bool isWrong, string field, string sentence)
        {
            if (isWrong)
            {
                faults.Add(new ExtraTermsFault(field, sentence));
            }
        }

        bool IsNoAmount(long? amount) => amount is not (>= 0 and <= PriceLimit) || amount % Money.Step(currency) != 0;
        bool AreNoKeys(IReadOnlyList<string> keys) => keys.Count > CategoriesMax
            || keys.Any(key => key is not { Length: > 0 and <= CategoryLengthMax } || !TypedText.IsText(key));

        var isDonation = Kind == ExtraKind.Donation;
        Refuse(!Enum.IsDefined(Kind), nameof(Kind), "Choose a kind.");
        Refuse(!TypedText.IsName(TypedText.Line(Name), NameLengthMax), nameof(Name), "Give the extra a name of at most 80 characters.");
        Refuse(
            TypedText.Line(Description) is { } text && (text.Length > DescriptionLengthMax || !TypedText.IsText(text)),
            nameof(Description), "The description has at most 500 printable characters.");
        Refuse(IsNoAmount(Price), nameof(Price), "Enter an amount of 0 or more that can be charged.");
        Refuse(
            isDonation && (IsNoAmount(PriceMax) || PriceMax < Price || PriceMax < 1), nameof(PriceMax),
            "Enter a largest amount that is at least the smallest one.");
        Refuse(!isDonation && PriceMax is not null, nameof(PriceMax), "Only donations have a largest amount.");
        Refuse(TaxBasisPoints is not (>= 0 and <= 10_000), nameof(TaxBasisPoints), "Enter a tax rate between 0 and 100 percent.");
        Refuse(Stock is < 0 or > StockMax, nameof(Stock), "Enter a stock between 0 and 1,000,000, or nothing.");
        Refuse(PerOrderMax is not (>= 1 and <= PerOrderMaxMax), nameof(PerOrderMax), "Between 1 and 50 per order.");
        Refuse(isDonation && PerOrderMax is > 1, nameof(PerOrderMax), "An order has one donation.");
        Refuse(AreNoKeys(Categories), nameof(Categories), "Name the categories of the seating plan by their keys.");
        Refuse(
            WithSeatPrice is not null && (isDonation || IsNoAmount(WithSeatPrice) || WithSeatPrice > Price), nameof(WithSeatPrice),
            "Enter a price with a seat that is at most the usual price.");
        Refuse(
            AreNoKeys(WithSeatCategories) || (WithSeatPrice is null && WithSeatCategories.Count > 0), nameof(WithSeatCategories),
            "Categories of the price with a seat need such a price.");
        return faults;
    }
}
