using System.Globalization;
using Microsoft.AspNetCore.Components;
using Ticketing.Core.Common;
using Ticketing.Core.Publishing;
using Ticketing.Infrastructure.Publishing;

namespace Ticketing.App.Publishing.Admin;

/// <summary>What has changed in a submitted event since an admin has seen it last, field by field.</summary>
public sealed partial class ReviewChanges
{
    private const int OpenMax = 20;

    // A story as a whole: what was changed may stand at its end.
    private const int TextLengthMax = 20_000;

    [Parameter, EditorRequired]
    public required ReviewRow Row { get; set; }

    private string LabelOf(string path)
    {
        string[] parts = [.. DraftPaths.PartsOf(path)];
        var item = parts switch
        {
            ["prices", "tiers", var category, ..] => TierOf(category)?.Name is { Length: > 0 } name ? name : category,
            ["dates", var id, ..] => (DateOf(Row.Document, id) ?? (Row.Before is { } before ? DateOf(before, id) : null)) is { } at
                ? PublishingTexts.When(at)
                : null,
            _ => null,
        };
        var field = parts[^1] switch
        {
            "price" => L["Price"].Value,
            "fee" => L["Fee"].Value,
            "taxBasisPoints" => L["Tax rate"].Value,
            "name" => L["Name"].Value,
            "color" => L["Colour"].Value,
            "startsAt" => L["Start"].Value,
            "minutes" => L["Duration (minutes)"].Value,
            "doorsMinutesBefore" => L["Doors open (minutes before)"].Value,
            "byCode" => L["Only with an access code"].Value,
            _ => null,
        };
        return string.Join(" · ", new[] { PublishingTexts.FieldOf(path, L), item, field }.Where(part => !string.IsNullOrEmpty(part)));
    }

    private string Shown(EventDraft draft, string path)
    {
        string[] parts = [.. DraftPaths.PartsOf(path)];
        var text = parts switch
        {
            ["place", "venue"] => draft.Place.Venue is { } venue ? Row.Places.GetValueOrDefault(venue.Value, "") : "",
            ["place", "plan"] => draft.Place.Plan is { } plan ? Row.Places.GetValueOrDefault(plan.Value, "") : "",
            ["prices", "tiers", var category, "price"] => Amount(TierOf(draft, category)?.Price, draft),
            ["prices", "tiers", var category, "fee"] => Amount(TierOf(draft, category)?.Fee, draft),
            ["prices", "tiers", var category, "taxBasisPoints"] => TierOf(draft, category) is { } tier ? TypedValues.Percent(tier.TaxBasisPoints) + " %" : "",
            ["dates", var id, "startsAt"] => DateOf(draft, id) is { } at ? PublishingTexts.When(at) : "",
            ["sale", "opensAt"] => draft.Sale.OpensAt is { } opens ? PublishingTexts.When(opens) : "",
            ["dates"] => L["{0:N0} dates", draft.Dates.Length],
            ["prices", "tiers"] => string.Join(", ", draft.Prices.Tiers.Select(tier => tier.Name.Length > 0 ? tier.Name : tier.Category)),
            _ => DraftPaths.TextOf(draft, path, TextLengthMax),
        };
        return text.Length > 0 ? text : L["(empty)"];
    }

    private DraftTier? TierOf(string category) => TierOf(Row.Document, category) ?? (Row.Before is { } before ? TierOf(before, category) : null);

    private static DraftTier? TierOf(EventDraft draft, string category) => draft.Prices.Tiers.FirstOrDefault(tier => tier.Category == category);

    private static DateTime? DateOf(EventDraft draft, string id) => draft.Dates.FirstOrDefault(date => date.Id.ToString() == id)?.StartsAt;

    private static string Amount(long? amount, EventDraft draft) =>
        amount is { } given ? new Money(given, draft.Prices.Currency).Format(CultureInfo.CurrentCulture) : "";
}
