using System.Globalization;
using Microsoft.Extensions.Localization;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Ordering.Read;

namespace Ticketing.App.Ordering.Pages;

/// <summary>Sentences about reduced and group prices, for checkout and box office alike.</summary>
internal static class PriceNotes
{
    /// <summary>What applies instead of a seat's chosen price, or what its reduction asks for; null: nothing.</summary>
    public static string? Of(CheckoutItem item, IStringLocalizer<Texts> L) => item.Decided.IsGroupPrice
        ? item.Chosen is null ? L["Group price"].Value : L["Group price: lower than {0}", item.Chosen].Value
        : item.Tier.Reductions.FirstOrDefault(reduction => reduction.Name == item.Decided.Reduction) is { } reduction
        ? string.Join(" · ", new[] { reduction.Note, reduction.PerOrderMax is { } max ? L["at most {0} in an order", max].Value : null }.Where(text => text is not null))
        : null;

    /// <summary>How many more seats of a tier give it its group price.</summary>
    /// <param name="price">What each seat costs then.</param>
    public static string Missing(string tier, int seats, Money price, IStringLocalizer<Texts> L)
    {
        var text = price.Format(CultureInfo.CurrentCulture);
        return seats == 1 ? L["With 1 more seat of {0}, each costs {1}.", tier, text] : L["With {0} more seats of {1}, each costs {2}.", seats, tier, text];
    }
}
