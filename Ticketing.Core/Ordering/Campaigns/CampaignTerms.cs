using Ticketing.Core.Common;

namespace Ticketing.Core.Ordering.Campaigns;

/// <summary>What members set of a campaign. Values that the kind does not have are ignored.</summary>
/// <param name="Value">Basis points, or minor units of <paramref name="Currency"/>: see <see cref="PromoCode.Value"/>.</param>
/// <param name="Event">Null: every event of the organization.</param>
/// <param name="Categories">Keys of seat categories; empty: all.</param>
public sealed record CampaignTerms(
    string? Name, PromoKind Kind, long Value, bool PerItem, string? Currency, int? Take, int? Free, EventId? Event, IReadOnlyList<string> Categories,
    DateTimeOffset? ValidFrom, DateTimeOffset? ValidUntil, long MinimumAmount, int? UsesMax, int? UsesPerBuyerMax, bool IsActive)
{
    public const int NameLengthMax = 80;
    public const int GroupMax = 50;

    /// <summary>The last moment at which a window can end: the end of the year 2100 in UTC.</summary>
    public static readonly DateTimeOffset LatestEnd = new(2101, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The error where the event is of another organization.</summary>
    public static readonly CampaignFault OtherEvent = new(nameof(Event), "Choose an event of this organization.");

    private const int UsesLimit = 1_000_000;
    private const long AmountLimit = 100_000_000;
    private const int Whole = 10_000;
    private const int CategoriesMax = 50;
    private const int CategoryLengthMax = 64;
    private const int CurrencyLength = 3;

    /// <summary>The terms of a stored campaign.</summary>
    public static CampaignTerms Of(PromoCampaign stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        return new CampaignTerms(
            stored.Name, stored.Kind, stored.Value, stored.PerItem, stored.Currency, stored.Take, stored.Free, stored.EventId, stored.Categories,
            stored.ValidFrom, stored.ValidUntil, stored.MinimumAmount, stored.UsesMax, stored.UsesPerBuyerMax, stored.IsActive);
    }

    /// <summary>Whether both have the same values; values that the kind does not have are ignored.</summary>
    public bool IsSame(CampaignTerms other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return TypedText.Line(Name) == TypedText.Line(other.Name) && IsSameForCodes(other);
    }

    /// <summary>Whether both give the same to the campaign's codes, which have copies of everything but the name.</summary>
    public bool IsSameForCodes(CampaignTerms other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Discount() == other.Discount()
            && (ValidFrom, ValidUntil, MinimumAmount) == (other.ValidFrom, other.ValidUntil, other.MinimumAmount)
            && (UsesMax, UsesPerBuyerMax, IsActive) == (other.UsesMax, other.UsesPerBuyerMax, other.IsActive);
    }

    /// <summary>The discount, without values that the kind does not have.</summary>
    public CampaignDiscount Discount() => new(
        Event,
        Kind,
        Kind == PromoKind.Group ? 0 : Value,
        Kind == PromoKind.Fixed && PerItem,
        Kind == PromoKind.Fixed ? Currency?.Trim().ToUpperInvariant() : null,
        Kind == PromoKind.Group ? Take : null,
        Kind == PromoKind.Group ? Free : null,
        [.. Categories.Distinct(StringComparer.Ordinal)]);

    private const string CurrencySentence = "Enter a currency by its three letters, such as EUR.";
    private const string GroupSentence = "Enter how many are paid and how many are free, from 1 to 50 each.";

    /// <summary>Validation errors, empty if valid.</summary>
    public IReadOnlyList<CampaignFault> Faults()
    {
        List<CampaignFault> faults = [];
        if (!TypedText.IsName(TypedText.Line(Name), NameLengthMax))
        {
            faults.Add(new CampaignFault(nameof(Name), "Give the campaign a name of at most 80 characters."));
        }

        AddDiscountFaults(faults);
        if (ValidFrom < DateTimeOffset.UnixEpoch || ValidFrom >= LatestEnd)
        {
            faults.Add(new CampaignFault(nameof(ValidFrom), "Enter a day from 1970 to 2100."));
        }

        if (ValidUntil < DateTimeOffset.UnixEpoch || ValidUntil > LatestEnd)
        {
            faults.Add(new CampaignFault(nameof(ValidUntil), "Enter a day from 1970 to 2100."));
        }
        else if (ValidUntil <= ValidFrom)
        {
            faults.Add(new CampaignFault(nameof(ValidUntil), "The codes have to end after they begin."));
        }

        if (MinimumAmount is < 0 or > AmountLimit)
        {
            faults.Add(new CampaignFault(nameof(MinimumAmount), "Enter an amount, or 0 for no minimum."));
        }

        if (UsesMax is < 1 or > UsesLimit)
        {
            faults.Add(new CampaignFault(nameof(UsesMax), "Between 1 and 1,000,000 uses, or empty for no limit."));
        }

        if (UsesPerBuyerMax is < 1 or > UsesLimit)
        {
            faults.Add(new CampaignFault(nameof(UsesPerBuyerMax), "Between 1 and 1,000,000 uses, or empty for no limit."));
        }

        if (Categories.Count > CategoriesMax || Categories.Any(key => key is not { Length: > 0 and <= CategoryLengthMax } || !TypedText.IsText(key)))
        {
            faults.Add(new CampaignFault(nameof(Categories), "Name the categories of the seating plan by their keys."));
        }

        return faults;
    }

    private void AddDiscountFaults(List<CampaignFault> faults)
    {
        // Values that this kind does not use are left out, if they could be values at all.
        if (Kind != PromoKind.Fixed && Currency?.Trim() is { Length: > 0 } unused && (unused.Length != 3 || !unused.All(char.IsAsciiLetter)))
        {
            faults.Add(new CampaignFault(nameof(Currency), CurrencySentence));
        }

        if (Kind != PromoKind.Group && (Take is < 0 or > GroupMax || Free is < 0 or > GroupMax))
        {
            faults.Add(new CampaignFault(nameof(Take), GroupSentence));
        }

        switch (Kind)
        {
            case PromoKind.Percent when Value is < 1 or > Whole:
                faults.Add(new CampaignFault(nameof(Value), "Enter a percentage above 0 and up to 100."));
                break;
            case PromoKind.Fixed when Value is < 1 or > AmountLimit:
                faults.Add(new CampaignFault(nameof(Value), "Enter an amount above 0."));
                break;
            case PromoKind.Fixed when Value % Money.Step(Currency?.Trim().ToUpperInvariant() ?? "") != 0:
                faults.Add(new CampaignFault(nameof(Value), "Cards are charged at most two decimals in this currency: let the amount end in 0."));
                break;
            case PromoKind.Group when Take is not (>= 1 and <= GroupMax) || Free is not (>= 1 and <= GroupMax):
                faults.Add(new CampaignFault(nameof(Take), GroupSentence));
                break;
            default:
                break;
        }

        if (Kind == PromoKind.Fixed && !(Currency?.Trim() is { Length: CurrencyLength } currency && currency.All(char.IsAsciiLetter)))
        {
            faults.Add(new CampaignFault(nameof(Currency), CurrencySentence));
        }
    }
}

/// <param name="Field">The name of the invalid value.</param>
/// <param name="Sentence">An English sentence, which is also the resource key.</param>
public sealed record CampaignFault(string Field, string Sentence);
