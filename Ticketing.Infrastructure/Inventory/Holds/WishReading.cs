using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Inventory.Sale;

namespace Ticketing.Infrastructure.Inventory.Holds;

/// <summary>Validates a <see cref="SeatWish"/> and resolves it to priced seats.</summary>
internal static class WishReading
{
    /// <summary>Resolves all wishes except <see cref="SeatWish.Best"/>.</summary>
    public static Outcome<ReadWish, RefusedHold> Read(SellingFacts facts, SeatWish wish) => wish switch
    {
        SeatWish.Seats seats => ReadSeats(facts, seats.Indexes),
        SeatWish.Labels labels => ReadLabels(facts, labels.Names),
        SeatWish.Area area => ReadArea(facts, area),
        _ => throw new InvariantException($"{wish.GetType().Name} cannot be read"),
    };

    /// <summary>The seats with their current prices, ascending.</summary>
    public static List<PricedSeat> Priced(SellingFacts facts, IEnumerable<SeatIndex> seats) =>
        [
            .. seats.Order().Select(seat => (Seat: seat, Tier: facts.TierOf(seat)!))
                .Select(pair => new PricedSeat(pair.Seat.Value, pair.Tier.Ordinal, pair.Tier.Price, pair.Tier.Fee)),
        ];

    /// <summary>Why the best available seats cannot be searched for; null: they can.</summary>
    public static RefusedHold? Refuse(SellingFacts facts, SeatWish.Best wish) =>
        wish.Wheelchairs < 0 || wish.Wheelchairs > wish.Quantity ? new RefusedHold(HoldRefusal.NothingAsked)
        : RefuseCount(facts, wish.Quantity) is { } refused ? refused
        : wish.Tier is not null && facts.FindTier(wish.Tier) is null ? new RefusedHold(HoldRefusal.UnknownSeats) { Labels = [wish.Tier] }
        : wish.Tier is not null && facts.Locked.Tiers.Any(tier => tier.Ordinal == facts.FindTier(wish.Tier)!.Ordinal)
            ? new RefusedHold(facts.Locked.Reason) { Labels = [wish.Tier] }
        : wish.Tier is not null && facts.Closed.Contains(facts.FindTier(wish.Tier)!) ? new RefusedHold(HoldRefusal.TierNotOnSale) { Labels = [wish.Tier] }
        : wish.Tier is not null && facts.Presale?.Sells(facts.FindTier(wish.Tier)!.Category) == false ? new RefusedHold(HoldRefusal.SeatsNotInPresale) { Labels = [wish.Tier] }
        : null;

    public static RefusedHold TooMany(SellingFacts facts) => new(HoldRefusal.TooManySeats) { SeatsMax = facts.Terms.SeatsPerOrderMax };

    /// <summary>A refusal with the affected seats.</summary>
    public static RefusedHold About(HoldRefusal reason, SellingFacts facts, IEnumerable<SeatIndex> seats)
    {
        SeatIndex[] sorted = [.. seats.Order()];
        return new RefusedHold(reason) { Seats = sorted, Labels = [.. sorted.Select(facts.Plan.LabelOf)] };
    }

    private static Outcome<ReadWish, RefusedHold> ReadLabels(SellingFacts facts, IReadOnlyList<string> labels)
    {
        if (RefuseCount(facts, labels.Count) is { } refused)
        {
            return refused;
        }

        var seats = new List<SeatIndex>(labels.Count);
        var unknown = new List<string>();
        foreach (var label in labels)
        {
            if (facts.Plan.TryFind(label, out var seat))
            {
                seats.Add(seat);
            }
            else
            {
                unknown.Add(label);
            }
        }

        return unknown.Count > 0 ? new RefusedHold(HoldRefusal.UnknownSeats) { Labels = unknown } : ReadSeats(facts, seats);
    }

    private static Outcome<ReadWish, RefusedHold> ReadSeats(SellingFacts facts, IReadOnlyList<SeatIndex> seats)
    {
        if (RefuseCount(facts, seats.Count) is { } refused)
        {
            return refused;
        }

        if (seats.Any(seat => !facts.Plan.Contains(seat)))
        {
            return new RefusedHold(HoldRefusal.UnknownSeats)
            {
                Labels = [.. seats.Where(seat => !facts.Plan.Contains(seat)).Select(seat => seat.ToString())],
            };
        }

        var unpriced = seats.Where(seat => facts.TierOf(seat) is null).ToList();
        if (unpriced.Count > 0)
        {
            return About(ReasonOfNoTier(facts, unpriced), facts, unpriced);
        }

        var duplicates = seats.GroupBy(seat => seat).Where(group => group.Count() > 1).Select(group => group.Key).ToList();
        return duplicates.Count > 0 ? About(HoldRefusal.DuplicateSeats, facts, duplicates) : new ReadWish(Priced(facts, seats), null);
    }

    private static Outcome<ReadWish, RefusedHold> ReadArea(SellingFacts facts, SeatWish.Area wish)
    {
        if (RefuseCount(facts, wish.Quantity) is { } refused)
        {
            return refused;
        }

        if (facts.Plan.FindArea(wish.Name) is not { } area || facts.TierOf(new SeatIndex(area.First)) is not { } tier)
        {
            var reason = facts.Plan.FindArea(wish.Name) is { } found ? ReasonOfNoTier(facts, [new SeatIndex(found.First)]) : HoldRefusal.UnknownSeats;
            return new RefusedHold(reason) { Labels = [wish.Name] };
        }

        return new ReadWish([], new PricedPlaces(area.First, area.Count, wish.Quantity, tier.Ordinal, tier.Price, tier.Fee));
    }

    // Seats without a tier have no price, or are of a category that needs a code, whose own sale is not open, or that a presale leaves out.
    private static HoldRefusal ReasonOfNoTier(SellingFacts facts, IReadOnlyList<SeatIndex> seats) =>
        seats.All(seat => facts.Locked.Tiers.Any(tier => tier.Category == facts.Plan.CategoryOf(seat).Key)) ? facts.Locked.Reason
        : seats.All(seat => facts.Closed.Any(tier => tier.Category == facts.Plan.CategoryOf(seat).Key)) ? HoldRefusal.TierNotOnSale
        : facts.Presale is not null && seats.All(seat => facts.Tiers.Any(tier => tier.Category == facts.Plan.CategoryOf(seat).Key))
            ? HoldRefusal.SeatsNotInPresale
            : HoldRefusal.UnknownSeats;

    private static RefusedHold? RefuseCount(SellingFacts facts, int count) =>
        count < 1 ? new RefusedHold(HoldRefusal.NothingAsked)
        : count > facts.Terms.SeatsPerOrderMax ? TooMany(facts)
        : null;
}

/// <summary>A resolved wish: named seats, or places of an area.</summary>
internal sealed record ReadWish(IReadOnlyList<PricedSeat> Seats, PricedPlaces? Places);
