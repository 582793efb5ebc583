using System.Globalization;
using Ticketing.App.Shared;
using Ticketing.Core.Ordering.Extras;
using Ticketing.Infrastructure.Ordering.Extras;

namespace Ticketing.App.Ordering.Extras.Organizer;

/// <summary>The typed values of an extra's form.</summary>
public sealed class ExtraDraft
{
    public ExtraKind Kind { get; set; }

    public string Name { get; set; } = "";

    public string Description { get; set; } = "";

    /// <summary>In the currency's main unit.</summary>
    public string Price { get; set; } = "";

    public string PriceMax { get; set; } = "";

    /// <summary>In percent.</summary>
    public required string Tax { get; set; }

    /// <summary>Of the event's tickets, in percent.</summary>
    public string TicketTax { get; init; } = "0";

    public string Stock { get; set; } = "";

    public string PerOrderMax { get; set; } = "4";

    public bool HasVoucher { get; set; }

    public HashSet<string> Categories { get; } = new(StringComparer.Ordinal);

    public string WithSeatPrice { get; set; } = "";

    public HashSet<string> WithSeatCategories { get; } = new(StringComparer.Ordinal);

    /// <summary>A new extra, taxed as the event's tickets.</summary>
    public static ExtraDraft New(ExtraEvent of)
    {
        ArgumentNullException.ThrowIfNull(of);
        var tax = PercentOf(of.TaxBasisPoints);
        return new ExtraDraft { Tax = tax, TicketTax = tax };
    }

    public static ExtraDraft Of(Extra stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        var draft = new ExtraDraft
        {
            Kind = stored.Kind,
            Name = stored.Name,
            Description = stored.Description,
            Price = TypedMoney.Amount(stored.Price, stored.Currency),
            PriceMax = TypedMoney.Amount(stored.PriceMax, stored.Currency),
            Tax = PercentOf(stored.TaxBasisPoints),
            Stock = stored.Stock?.ToString(CultureInfo.InvariantCulture) ?? "",
            PerOrderMax = stored.PerOrderMax.ToString(CultureInfo.InvariantCulture),
            HasVoucher = stored.HasVoucher,
            WithSeatPrice = TypedMoney.Amount(stored.WithSeatPrice, stored.Currency),
        };
        draft.Categories.UnionWith(stored.Categories);
        draft.WithSeatCategories.UnionWith(stored.WithSeatCategories);
        return draft;
    }

    /// <summary>The typed values; what cannot be read is left out or invalid, which the command refuses.</summary>
    public ExtraTerms ToTerms(string currency)
    {
        var isDonation = Kind == ExtraKind.Donation;
        var withSeat = isDonation ? "" : WithSeatPrice.Trim();
        return new ExtraTerms(
            Kind, Name, Description, TypedMoney.ReadAmount(Price, currency), isDonation ? TypedMoney.ReadAmount(PriceMax, currency) : null, Percent(Tax),
            Number(Stock), isDonation ? 1 : Number(PerOrderMax) ?? 0, !isDonation && HasVoucher, [.. Categories],
            withSeat.Length == 0 ? null : TypedMoney.ReadAmount(withSeat, currency) ?? -1, withSeat.Length == 0 ? [] : [.. WithSeatCategories]);
    }

    private static string PercentOf(int basisPoints) => (basisPoints / 100m).ToString("0.##", CultureInfo.CurrentCulture);

    private static int? Percent(string text) =>
        decimal.TryParse(text.Trim().Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent)
        && percent <= 100 && decimal.Round(percent, 2) == percent
            ? (int)(percent * 100)
            : null;

    // Empty: none. Unreadable: -1, which fails validation.
    private static int? Number(string text) => string.IsNullOrWhiteSpace(text) ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
}
