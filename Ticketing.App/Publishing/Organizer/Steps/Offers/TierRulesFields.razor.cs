using System.Globalization;
using Microsoft.AspNetCore.Components;
using Ticketing.Core.Publishing;

namespace Ticketing.App.Publishing.Organizer.Steps.Offers;

/// <summary>When and to whom a tier is sold, and how many of its seats an order can have.</summary>
public sealed partial class TierRulesFields : WizardStep
{
    private bool _isOpen;

    /// <summary>The key of the tier's category.</summary>
    [Parameter, EditorRequired]
    public required string Category { get; set; }

    private int Index => Draft.Prices.Tiers.Select(tier => tier.Category).ToList().IndexOf(Category);

    private DraftTier Tier => Draft.Prices.Tiers[Index];

    private DraftTierRules Rules => Tier.Rules;

    protected override void OnInitialized() => _isOpen = Rules != DraftTierRules.None;

    private string FieldId(string field) => string.Create(CultureInfo.InvariantCulture, $"prices-tiers-{Index}-rules-{field}");

    private string[] PathsOf(string field) =>
    [
        string.Create(CultureInfo.InvariantCulture, $"prices.tiers[{Index}].rules.{field}"), $"prices.tiers[{Category}].rules.{field}",
    ];

    private static int? Number(object? typed) => typed is string { Length: > 0 } text ? TypedValues.ReadNumber(text) : null;

    // Changes the tier as it is now: the one a row was rendered with is stale when two fields' events arrive before the next render.
    private void Set(Func<DraftTierRules, DraftTierRules> change) => Wizard.Change(Draft with
    {
        Prices = Draft.Prices with
        {
            Tiers = [.. Draft.Prices.Tiers.Select(tier => tier.Category == Category ? tier with { Rules = change(tier.Rules) } : tier)],
        },
    });
}
