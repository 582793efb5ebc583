using System.Globalization;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Ordering.Campaigns;

namespace Ticketing.App.Ordering.Campaigns;

/// <summary>The typed values of a campaign's form. Days are whole days in UTC.</summary>
public sealed class CampaignDraft
{
    /// <summary>Where the organization has no prices yet.</summary>
    public const string UsualCurrency = "EUR";

    private const string Day = "yyyy-MM-dd";

    // A window set over the API can begin and end within a day.
    private (string From, string Until, DateTimeOffset? ValidFrom, DateTimeOffset? ValidUntil) _stored = ("", "", null, null);

    public string Name { get; set; } = "";

    public PromoKind Kind { get; set; }

    /// <summary>A percentage, or an amount in the currency's main unit.</summary>
    public string Value { get; set; } = "";

    public bool PerItem { get; set; }

    /// <summary>Of a fixed amount and of the minimum.</summary>
    public string Currency { get; set; } = UsualCurrency;

    public string Take { get; set; } = "3";

    public string Free { get; set; } = "1";

    /// <summary>An event's id; empty: every event.</summary>
    public string Event { get; set; } = "";

    public HashSet<string> Categories { get; } = new(StringComparer.Ordinal);

    public string From { get; set; } = "";

    /// <summary>The last day.</summary>
    public string Until { get; set; } = "";

    public string Minimum { get; set; } = "";

    public string UsesMax { get; set; } = "";

    public string UsesPerBuyerMax { get; set; } = "1";

    public bool IsActive { get; set; } = true;

    /// <summary>The values of a stored campaign.</summary>
    /// <param name="currency">Of the minimum, where the campaign has no currency of its own.</param>
    public static CampaignDraft Of(PromoCampaign stored, string currency)
    {
        ArgumentNullException.ThrowIfNull(stored);
        currency = stored.Currency ?? currency;
        var draft = new CampaignDraft
        {
            Name = stored.Name,
            Kind = stored.Kind,
            Value = stored.Kind switch
            {
                PromoKind.Percent => (stored.Value / 100m).ToString("0.##", CultureInfo.InvariantCulture),
                PromoKind.Fixed => InMainUnit(stored.Value, currency),
                PromoKind.Group => "",
            },
            PerItem = stored.PerItem,
            Currency = currency,
            Take = (stored.Take ?? 3).ToString(CultureInfo.InvariantCulture),
            Free = (stored.Free ?? 1).ToString(CultureInfo.InvariantCulture),
            Event = stored.EventId?.ToString() ?? "",
            From = stored.ValidFrom?.UtcDateTime.ToString(Day, CultureInfo.InvariantCulture) ?? "",
            Until = stored.ValidUntil?.AddTicks(-1).UtcDateTime.ToString(Day, CultureInfo.InvariantCulture) ?? "",
            Minimum = stored.MinimumAmount == 0 ? "" : InMainUnit(stored.MinimumAmount, currency),
            UsesMax = stored.UsesMax?.ToString(CultureInfo.InvariantCulture) ?? "",
            UsesPerBuyerMax = stored.UsesPerBuyerMax?.ToString(CultureInfo.InvariantCulture) ?? "",
            IsActive = stored.IsActive,
        };
        draft.Categories.UnionWith(stored.Categories);
        draft._stored = (draft.From, draft.Until, stored.ValidFrom, stored.ValidUntil);
        return draft;
    }

    /// <summary>
    /// The typed values; what cannot be read has an invalid value, which the command refuses. An end of the window whose day is as it was
    /// stored keeps its time, too.
    /// </summary>
    public CampaignTerms ToTerms() => new(
        Name, Kind, Kind == PromoKind.Percent ? Scaled(Value, 100) ?? 0 : Scaled(Value, Units(Currency)) ?? 0, PerItem, Currency,
        Number(Take), Number(Free), Guid.TryParse(Event, out var id) ? new Core.Common.EventId(id) : null, [.. Categories],
        From == _stored.From ? _stored.ValidFrom : DayOf(From), Until == _stored.Until ? _stored.ValidUntil : DayOf(Until)?.AddDays(1),
        string.IsNullOrWhiteSpace(Minimum) ? 0 : Scaled(Minimum, Units(Currency)) ?? -1,
        Number(UsesMax), Number(UsesPerBuyerMax), IsActive);

    // The day after the last one of the calendar does not exist: later years become one that validation refuses.
    private static DateTimeOffset? DayOf(string text) =>
        !DateOnly.TryParseExact(text, Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? null
        : day.Year > CampaignTerms.LatestEnd.Year ? CampaignTerms.LatestEnd.AddYears(1)
        : new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero);

    // Empty: no limit. Unreadable: 0, which fails validation.
    private static int? Number(string text) => string.IsNullOrWhiteSpace(text) ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    // A comma is a decimal point, as German keyboards have it. Null: unreadable, or with more decimals than there are.
    private static long? Scaled(string text, long units)
    {
        if (!decimal.TryParse(text.Trim().Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            || value > int.MaxValue)
        {
            return null;
        }

        var scaled = value * units;
        return decimal.Truncate(scaled) == scaled ? (long)scaled : null;
    }

    private static string InMainUnit(long amount, string currency) => (amount / (decimal)Units(currency)).ToString("0.###", CultureInfo.InvariantCulture);

    private static long Units(string currency) => Money.Decimals(currency.Trim().ToUpperInvariant()) switch { 0 => 1, 3 => 1000, _ => 100 };
}
