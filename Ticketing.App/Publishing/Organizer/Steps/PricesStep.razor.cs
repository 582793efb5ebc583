using System.Globalization;
using Microsoft.AspNetCore.Components;
using Ticketing.App.Shared;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Publishing;

namespace Ticketing.App.Publishing.Organizer.Steps;

/// <summary>The price of each category of the plan, and what buyers pay.</summary>
public sealed partial class PricesStep : WizardStep
{
    // What was typed and is no amount stays in its field.
    private readonly Dictionary<string, string> _unreadable = [];

    [Parameter, EditorRequired]
    public required string Slug { get; set; }

    private DraftPrices Prices => Draft.Prices;

    private bool IsPublished => Wizard.Published.Count > 0;

    private bool IncludesTax => Wizard.Terms?.PricesIncludeTax ?? true;

    /// <summary>What a sold-out date takes; null: a price is missing.</summary>
    private Money? SoldOut
    {
        get
        {
            var sum = Money.Zero(Prices.Currency);
            foreach (var tier in Prices.Tiers)
            {
                if (AllInOf(tier) is not { } all)
                {
                    return null;
                }

                sum += new Money(all.Amount * SeatsOf(tier), Prices.Currency);
            }

            return sum;
        }
    }

    protected override void OnInitialized()
    {
        // A plan that was chosen by an older draft, or that others have chosen, may lack prices of categories.
        if (RendererInfo.IsInteractive && !Wizard.IsLocked && Wizard.Plan is { } plan
            && plan.Categories.Any(category => Prices.Tiers.All(tier => tier.Category != category.Key)))
        {
            Wizard.Change(PlanStep.WithPlan(Draft, plan));
        }
    }

    private static string FieldId(int index, string field) => string.Create(CultureInfo.InvariantCulture, $"prices-tiers-{index}-{field}");

    private static string[] PathsOf(int index, DraftTier tier, string field) =>
    [
        string.Create(CultureInfo.InvariantCulture, $"prices.tiers[{index}].{field}"), $"prices.tiers[{tier.Category}].{field}",
    ];

    private int SeatsOf(DraftTier tier) => Wizard.Plan?.Categories.FirstOrDefault(category => category.Key == tier.Category)?.Seats ?? 0;

    /// <summary>What a buyer pays for a seat, calculated like an order; null: no price yet, or values that cannot be charged.</summary>
    private Money? AllInOf(DraftTier tier) => tier is { Price: >= 0 and { } price, Fee: >= 0, TaxBasisPoints: >= 0 and <= 10_000 }
        ? new Money(
            OrderPricing.Calculate(
                [new PricedItem(tier.Category, price, tier.Fee, tier.TaxBasisPoints)], promo: null, IncludesTax, Prices.Currency)[0].Total,
            Prices.Currency)
        : null;

    private string Shown(int index, string field, string value) => _unreadable.GetValueOrDefault(FieldId(index, field), value);

    private string? TypedProblem(int index, string field) => !_unreadable.ContainsKey(FieldId(index, field)) ? null
        : field == "taxBasisPoints" ? L["Enter a percentage like 19 or 7.7."].Value
        : L["Enter an amount like {0}.", TypedValues.Amount(1250, Prices.Currency)].Value;

    // Changes the tier as it is now: the one a row was rendered with is stale when two fields' events arrive before the next render.
    private void Set(string category, Func<DraftTier, DraftTier> change) =>
        Wizard.Change(Draft with { Prices = Prices with { Tiers = [.. Prices.Tiers.Select(each => each.Category == category ? change(each) : each)] } });

    private void SetPrice(int index, string category, string typed)
    {
        if (typed.Trim().Length == 0)
        {
            _unreadable.Remove(FieldId(index, "price"));
            Set(category, tier => tier with { Price = null });
        }
        else if (Read(index, "price", typed, TypedValues.ReadAmount(typed, Prices.Currency)) is { } amount)
        {
            Set(category, tier => tier with { Price = amount });
        }
    }

    private void SetFee(int index, string category, string typed)
    {
        if (Read(index, "fee", typed, typed.Trim().Length == 0 ? 0 : TypedValues.ReadAmount(typed, Prices.Currency)) is { } amount)
        {
            Set(category, tier => tier with { Fee = amount });
        }
    }

    private void SetTax(int index, string category, string typed)
    {
        if (Read(index, "taxBasisPoints", typed, typed.Trim().Length == 0 ? 0 : TypedValues.ReadPercent(typed)) is { } points)
        {
            Set(category, tier => tier with { TaxBasisPoints = (int)points });
        }
    }

    private long? Read(int index, string field, string typed, long? value)
    {
        if (value is null)
        {
            _unreadable[FieldId(index, field)] = typed;
        }
        else
        {
            _unreadable.Remove(FieldId(index, field));
        }

        return value;
    }

    // Amounts keep their number: 45.00 EUR become 45 JPY, not 4,500.
    private void ChooseCurrency(string currency)
    {
        if (!TypedMoney.Currencies.Contains(currency))
        {
            return;
        }

        Wizard.Change(Draft with
        {
            Prices = Prices with
            {
                Currency = currency,
                Tiers =
                [
                    .. Prices.Tiers.Select(tier => tier with
                    {
                        Price = Converted(tier.Price, currency),
                        Fee = Converted(tier.Fee, currency) ?? 0,
                        Reductions = [.. tier.Reductions.Select(reduction => reduction with { Price = Converted(reduction.Price, currency) })],
                        Group = tier.Group is { } group ? group with { Price = Converted(group.Price, currency) } : null,
                    }),
                ],
            },
        });
    }

    private long? Converted(long? amount, string currency)
    {
        var shift = Money.Decimals(currency) - Money.Decimals(Prices.Currency);
        for (; amount is { } more && shift > 0; shift--)
        {
            amount = more * 10;
        }

        for (; amount is { } less && shift < 0; shift++)
        {
            amount = less / 10;
        }

        return amount;
    }
}
