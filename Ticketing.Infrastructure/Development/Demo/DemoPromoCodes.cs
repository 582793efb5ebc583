using Ticketing.Core.Common;
using Ticketing.Core.Ordering;

namespace Ticketing.Infrastructure.Development.Demo;

/// <summary>Promo codes of each kind and state, so that every result in the basket can be tried.</summary>
internal static class DemoPromoCodes
{
    public static IEnumerable<PromoCode> All(DemoShop shop, DateTimeOffset now)
    {
        foreach (var organization in shop.Organizations)
        {
            yield return Code(organization.Id, "WELCOME10", PromoKind.Percent, 1000);
        }

        var europe = shop.Organizations[0].Id;
        yield return Code(europe, "FIVER", PromoKind.Fixed, 500, perItem: true, currency: "EUR");
        yield return Code(europe, "LASTONE", PromoKind.Percent, 5000, usesMax: 1);
        yield return Code(europe, "YESTERDAY", PromoKind.Percent, 2000, until: now.AddDays(-1));
        yield return Code(shop.Organizations[1].Id, "STALLS20", PromoKind.Percent, 2000, categories: ["stalls"]);
        yield return Code(shop.Organizations[1].Id, "TENNER", PromoKind.Fixed, 1000, currency: "GBP", minimum: 5000, perBuyer: 1);
    }

    private static PromoCode Code(
        OrganizationId organization, string code, PromoKind kind, long value, bool perItem = false, string? currency = null,
        string[]? categories = null, DateTimeOffset? until = null, long minimum = 0, int? usesMax = null, int? perBuyer = null) => new()
        {
            Id = PromoCodeId.New(),
            OrganizationId = organization,
            Code = code,
            Kind = kind,
            Value = value,
            PerItem = perItem,
            Currency = currency,
            Categories = categories ?? [],
            ValidUntil = until,
            MinimumAmount = minimum,
            UsesMax = usesMax,
            UsesPerBuyerMax = perBuyer,
        };
}
