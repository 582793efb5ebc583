using System.Globalization;
using Microsoft.AspNetCore.Components;
using Ticketing.Core.Common;
using Ticketing.Core.Publishing;

namespace Ticketing.App.Publishing.Organizer.Steps.Offers;

/// <summary>The reduced prices and the group price of a tier.</summary>
public sealed partial class TierOffersFields : WizardStep
{
    // What was typed and is neither an amount nor a percentage stays in its field.
    private readonly Dictionary<string, string> _unreadable = [];
    private bool _isOpen;

    /// <summary>The key of the tier's category.</summary>
    [Parameter, EditorRequired]
    public required string Category { get; set; }

    private int Index => Draft.Prices.Tiers.Select(tier => tier.Category).ToList().IndexOf(Category);

    private DraftTier Tier => Draft.Prices.Tiers[Index];

    private string Currency => Draft.Prices.Currency;

    private bool IsFull => Tier.Reductions.Length >= DraftOffers.ReductionsMax;

    private string? SummaryText
    {
        get
        {
            List<string> parts = [.. Tier.Reductions.Select(reduction => reduction.Name).Where(name => name.Length > 0)];
            if (Tier.Group is { } group)
            {
                parts.Add(L["from {0} seats", group.From]);
            }

            return parts.Count == 0 ? null : string.Join(", ", parts);
        }
    }

    protected override void OnInitialized() => _isOpen = !Tier.Reductions.IsEmpty || Tier.Group is not null;

    private string FieldId(string field) => string.Create(CultureInfo.InvariantCulture, $"prices-tiers-{Index}-{field}");

    private string FieldOf(int reduction, string field) => FieldId(string.Create(CultureInfo.InvariantCulture, $"reductions-{reduction}-{field}"));

    private string[] PathsOf(string field) =>
    [
        string.Create(CultureInfo.InvariantCulture, $"prices.tiers[{Index}].{field}"), $"prices.tiers[{Category}].{field}",
    ];

    private string[] PathsOf(int index, DraftReduction reduction, string field) =>
    [
        .. PathsOf(string.Create(CultureInfo.InvariantCulture, $"reductions[{index}].{field}")), .. PathsOf($"reductions[{reduction.Id}].{field}"),
    ];

    private string Shown(string field, long? price, int? percentOff) => _unreadable.TryGetValue(field, out var typed) ? typed
        : percentOff is { } off ? L["{0} % off", TypedValues.Percent(off)].Value
        : TypedValues.Amount(price, Currency);

    private string HintOf(long? price, int? percentOff) =>
        percentOff is not null && DraftOffers.AmountOf(price, percentOff, Tier.Price, Currency) is { } amount
            ? new Money(amount, Currency).Format(CultureInfo.CurrentCulture)
            : L["An amount, or a reduction like 50 %"].Value;

    private string? TypedProblem(string field) => _unreadable.ContainsKey(field)
        ? L["Enter an amount like {0}, or a reduction like 50 %.", TypedValues.Amount(1250, Currency)].Value
        : null;

    private void SetPrice(int index, Guid id, string typed) =>
        Read(FieldOf(index, "price"), typed, (price, off) => Set(id, reduction => reduction with { Price = price, PercentOff = off }));

    private void SetGroupPrice(string typed) =>
        Read(FieldId("group-price"), typed, (price, off) => SetGroup(group => group with { Price = price, PercentOff = off }));

    private void Read(string field, string typed, Action<long?, int?> set)
    {
        _unreadable.Remove(field);
        if (typed.Trim().Length == 0)
        {
            set(null, null);
        }
        else if (ReadPercentOff(typed) is { } off)
        {
            set(null, off);
        }
        else if (TypedValues.ReadAmount(typed, Currency) is { } amount)
        {
            set(amount, null);
        }
        else
        {
            _unreadable[field] = typed;
        }
    }

    // "50 %", "-50%", and what the field itself shows: "50 % off".
    private static int? ReadPercentOff(string typed)
    {
        var sign = typed.IndexOf('%', StringComparison.Ordinal);
        return sign < 0 ? null : TypedValues.ReadPercent(typed[..sign].TrimStart(' ', '-', '−', '–'));
    }

    // Changes the tier as it is now: the one a row was rendered with is stale when two fields' events arrive before the next render.
    private void ChangeTier(Func<DraftTier, DraftTier> change) => Wizard.Change(Draft with
    {
        Prices = Draft.Prices with { Tiers = [.. Draft.Prices.Tiers.Select(tier => tier.Category == Category ? change(tier) : tier)] },
    });

    private void Set(Guid id, Func<DraftReduction, DraftReduction> change) => ChangeTier(tier => tier with
    {
        Reductions = [.. tier.Reductions.Select(reduction => reduction.Id == id ? change(reduction) : reduction)],
    });

    private void SetGroup(Func<DraftGroupPrice, DraftGroupPrice> change) =>
        ChangeTier(tier => tier.Group is { } group ? tier with { Group = change(group) } : tier);

    private void Add(DraftReduction reduction) => ChangeTier(tier => tier with { Reductions = tier.Reductions.Add(reduction) });

    private void AddCompanion() => Add(new DraftReduction(Guid.CreateVersion7()) { Name = L["Companion"], Price = 0, Companion = true });

    private void Remove(Guid id)
    {
        // Fields are named by position: what stays in one of them is another reduction's from now on.
        _unreadable.Clear();
        ChangeTier(tier => tier with { Reductions = tier.Reductions.RemoveAll(reduction => reduction.Id == id) });
    }
}
