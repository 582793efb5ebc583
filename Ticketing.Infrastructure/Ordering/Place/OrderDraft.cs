using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Core.Ordering;
using Ticketing.Core.Questions;
using Ticketing.Core.Seating;
using Ticketing.Core.Seating.Choice;
using Ticketing.Infrastructure.Inventory.Sale;

namespace Ticketing.Infrastructure.Ordering.Place;

/// <summary>Builds an order from a hold. Prices and fees are the hold's; everything else is the performance's current state.</summary>
internal static class OrderDraft
{
    /// <summary>The hold as input of <see cref="OrderJudge"/>, for batched and unbatched orders alike.</summary>
    /// <param name="facts">Null: the performance is not published, which is refused before the seats are judged.</param>
    public static HoldToOrder HoldToJudge(byte[] ownerHash, HoldStatus status, HeldContent held, SellingFacts? facts)
    {
        var seats = Array.ConvertAll(held.Seats, seat => new SeatIndex(seat));
        var lacksWheelchairPlace = facts is not null && CompanionRule.Unaccompanied(facts.Plan, seats).Count > 0;
        return new HoldToOrder(HoldOwner.FromHash(ownerHash), status, seats.Length, lacksWheelchairPlace, held.ExpiresAt)
        {
            IsBelowTierMinimum = facts is not null && AnyTier(facts, held, (rules, count) => count < rules.PerOrderMin),
            IsAboveTierMaximum = facts is not null && AnyTier(facts, held, (rules, count) => count > rules.PerOrderMax),
        };
    }

    /// <summary>The category of each of the hold's seats.</summary>
    public static string[] Categories(SellingFacts facts, HeldContent held) =>
        Array.ConvertAll(held.Tiers, ordinal => facts.TierAt(ordinal).Category);

    /// <summary>What the hold's order is asked; null: nothing.</summary>
    public static QuestionsToOrder? QuestionsFor(SellingFacts? facts, HeldContent? held) =>
        facts is { Questions.IsEmpty: false } && held is not null ? new QuestionsToOrder(facts.Questions, Categories(facts, held)) : null;

    private static bool AnyTier(SellingFacts facts, HeldContent held, Func<TierRules, int, bool> breaks)
    {
        foreach (var tier in facts.Tiers)
        {
            var count = tier.Rules is { PerOrderMin: null, PerOrderMax: null } ? 0 : held.Tiers.Count(ordinal => ordinal == tier.Ordinal);
            if (count > 0 && breaks(tier.Rules, count))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// The hold's seats at their full prices, as input of <see cref="OrderPricing"/>: for batches, whose orders are free at the full price.
    /// Others have <see cref="HeldPrices"/>.
    /// </summary>
    public static List<PricedItem> PricedItems(SellingFacts facts, HeldContent held)
    {
        var items = new List<PricedItem>(held.Seats.Length);
        for (var i = 0; i < held.Seats.Length; i++)
        {
            var tier = facts.TierAt(held.Tiers[i]);
            items.Add(new PricedItem(tier.Category, held.Prices[i], held.Fees[i], tier.TaxBasisPoints));
        }

        return items;
    }

    /// <summary>Items for the hold's seats, without amounts yet.</summary>
    public static List<OrderItem> NewItems(SellingFacts facts, HeldContent held, OrderId order, DateTimeOffset now)
    {
        var items = new List<OrderItem>(held.Seats.Length);
        for (var i = 0; i < held.Seats.Length; i++)
        {
            var seat = new SeatIndex(held.Seats[i]);
            var tier = facts.TierAt(held.Tiers[i]);
            var place = facts.Plan.PlaceOf(seat);
            items.Add(new OrderItem
            {
                Id = new OrderItemId(Guid.CreateVersion7(now)),
                OrderId = order,
                PerformanceId = facts.Terms.Performance,
                SeatIndex = seat,
                Label = facts.Plan.LabelOf(seat),
                Section = place.Section,
                Row = place.Row,
                Number = place.Number,
                TierId = tier.Id,
                TierName = tier.Name,
                Price = held.Prices[i],
                Fee = held.Fees[i],
                TaxBasisPoints = tier.TaxBasisPoints,
            });
        }

        return items;
    }

    /// <summary>A new order that awaits its payment, without amounts yet.</summary>
    /// <param name="paymentTime">The minimum time to pay, limited by the hold's hard limit.</param>
    public static Order NewOrder(SellingFacts facts, HeldContent held, PlaceOrder command, TimeSpan paymentTime, DateTimeOffset now) =>
        NewOrder(facts, held, command.Buyer, OrderChannel.Web, command.Actor, paymentTime, now);

    /// <inheritdoc cref="NewOrder(SellingFacts, HeldContent, PlaceOrder, TimeSpan, DateTimeOffset)"/>
    public static Order NewOrder(
        SellingFacts facts, HeldContent held, BuyerDetails buyer, OrderChannel channel, Actor actor, TimeSpan paymentTime, DateTimeOffset now)
    {
        var organization = facts.Terms.Organization;
        var id = new OrderId(Guid.CreateVersion7(now));
        var until = now + paymentTime;
        until = until > held.ExpiresHardAt ? held.ExpiresHardAt : until;
        var terms = new OrderTerms
        {
            Id = id,
            Number = OrderNumber.New(),
            PerformanceId = facts.Terms.Performance,
            OrganizationId = organization.Id,
            HoldId = held.Hold,
            Currency = facts.Terms.Currency,
            PricesIncludeTax = organization.PricesIncludeTax,
            CancellableUntil = organization.RefundHoursBefore is { } hours ? facts.Terms.StartsAt.AddHours(-hours) : null,
            CancellationKeepsFees = organization.RefundKeepsFee,
            ExpiresAt = until > held.ExpiresAt ? until : held.ExpiresAt,
            Channel = channel,
        };
        return Order.Place(terms, buyer, NewItems(facts, held, id, now), actor, now);
    }
}

/// <summary>The columns of a hold that its order is built from. Prices and fees are in minor units.</summary>
internal sealed record HeldContent(
    HoldId Hold, int[] Seats, short[] Tiers, long[] Prices, long[] Fees, DateTimeOffset ExpiresAt, DateTimeOffset ExpiresHardAt)
{
    public static HeldContent Of(Core.Inventory.Hold hold) =>
        new(hold.Id, hold.Seats, hold.Tiers, hold.Prices, hold.Fees, hold.ExpiresAt, hold.ExpiresHardAt);
}
