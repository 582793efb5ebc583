using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Seating;
using Ticketing.Core.Tickets;
using Ticketing.Infrastructure.Tickets;

namespace Ticketing.Infrastructure.Development.Demo;

/// <summary>A paid order to import, with a ticket per item.</summary>
internal sealed record ImportedOrder(
    OrderId Id,
    string Number,
    string Email,
    string Name,
    UserId? User,
    string Locale,
    DateTimeOffset PaidAt,
    IReadOnlyList<ImportedItem> Items)
{
    /// <summary>An id without a hold, for the order's required column.</summary>
    public HoldId Hold { get; } = HoldId.New();
}

/// <summary>An item of an <see cref="ImportedOrder"/>, with its signed ticket.</summary>
internal sealed record ImportedItem(OrderItemId Id, SeatIndex Seat, PriceTier Tier, ItemAmounts Amounts, string Code, Guid KeyId);

/// <summary>
/// Creates the orders of sold seats: paid, with tickets and, unless free, with a refundable payment at the local provider.
/// </summary>
internal static class DemoOrders
{
    private static readonly string[] FirstNames =
    [
        "Anna", "Luca", "Mehmet", "Sofia", "Jonas", "Amélie", "Noah", "Freja", "Tomás", "Yuki", "Clara", "Elif", "Oscar", "Maya",
        "Piotr", "Ines", "Samuel", "Nora", "Hugo", "Lea", "Aiko", "David", "Zeynep", "Mila", "Ben", "Carla", "Emil", "Ruth",
    ];

    private static readonly string[] LastNames =
    [
        "Schneider", "Rossi", "Yılmaz", "Almeida", "Lindgren", "Dubois", "Baker", "Holm", "Silva", "Tanaka", "Weiss", "Kaya", "Novak",
        "Okafor", "Kowalski", "Carvalho", "Cohen", "Berg", "Laurent", "Meier", "Sato", "Levin", "Demir", "Petrov", "Clarke", "Moretti",
    ];

    public static List<ImportedOrder> Make(
        DemoPerformance of, IReadOnlyList<int[]> parties, bool pricesIncludeTax, TicketSigner signer, string seed, DateTimeOffset now)
    {
        var random = new SeededRandom(seed);
        var tierOf = of.Plan.Categories.Select(category => of.Tiers.Single(tier => tier.Category == category.Key)).ToArray();
        var orders = new List<ImportedOrder>(parties.Count);
        foreach (var party in parties)
        {
            var (first, last) = (random.Pick(FirstNames), random.Pick(LastNames));
            var mailbox = Slug.Of($"{first} {last} {random.Whole(1, 99)}").Replace('-', '.');
            var paidAt = now - TimeSpan.FromMinutes(random.Whole(60, 60 * 24 * 40));
            var locale = random.Chance(0.4) ? "de" : "en";
            orders.Add(Make(
                of, party, tierOf, pricesIncludeTax, signer, $"{mailbox}@mail.example", $"{first} {last}", null, locale, paidAt));
        }

        return orders;
    }

    public static ImportedOrder Make(
        DemoPerformance of, int[] party, PriceTier[] tierOf, bool pricesIncludeTax, TicketSigner signer, string email, string name,
        UserId? user, string locale, DateTimeOffset paidAt)
    {
        var tiers = Array.ConvertAll(party, seat => tierOf[of.Plan.CategoryNumberOf(new SeatIndex(seat))]);
        var priced = Array.ConvertAll(tiers, tier => new PricedItem(tier.Category, tier.Price, tier.Fee, tier.TaxBasisPoints));
        var amounts = OrderPricing.Calculate(priced, null, pricesIncludeTax, of.Performance.Currency);
        var items = new List<ImportedItem>(party.Length);
        for (var i = 0; i < party.Length; i++)
        {
            var id = new OrderItemId(Guid.CreateVersion7(paidAt));
            var code = signer.Sign(Ticket.IdOf(id)).ToString();
            items.Add(new ImportedItem(id, new SeatIndex(party[i]), tiers[i], amounts[i], code, signer.KeyId));
        }

        // Lists of orders are sorted by id.
        var order = new OrderId(Guid.CreateVersion7(paidAt));
        return new ImportedOrder(order, OrderNumber.New(), email, name, user, locale, paidAt, items);
    }
}
