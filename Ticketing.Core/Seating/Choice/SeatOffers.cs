using Ticketing.Core.Common;
using Ticketing.Core.Seating.Compiled;

namespace Ticketing.Core.Seating.Choice;

/// <summary>A choice of free seats offered to a buyer; nothing is held.</summary>
/// <param name="Seats">Sorted by index.</param>
/// <param name="IsCheapest">Its seats are of the cheapest category in which the party fits.</param>
public sealed record SeatOffer(IReadOnlyList<SeatIndex> Seats, bool IsCheapest);

/// <summary>Offers to choose from: the best seats, up to two alternatives elsewhere, and the best of the cheapest.</summary>
public static class SeatOffers
{
    private const int AlternativesMax = 2;

    /// <summary>
    /// The offers, best first; empty if there are not enough seats. An alternative is in another section where there is one.
    /// </summary>
    /// <inheritdoc cref="BestAvailable.Find" path="/param"/>
    public static IReadOnlyList<SeatOffer> Find(CompiledPlan plan, ReadOnlySpan<byte> statuses, BestAvailableRequest request)
    {
        var choices = new List<IReadOnlyList<SeatIndex>>();
        for (var choice = BestAvailable.Find(plan, statuses, request);
            choice.Count > 0 && choices.Count <= AlternativesMax;
            choice = FindElsewhere(plan, statuses, request, choices))
        {
            choices.Add(choice);
        }

        return choices.Count == 0 ? [] : WithCheapest(plan, statuses, request, choices);
    }

    // In none of the sections of earlier choices; where no other is left, in none of their rows.
    private static IReadOnlyList<SeatIndex> FindElsewhere(
        CompiledPlan plan, ReadOnlySpan<byte> statuses, BestAvailableRequest request, List<IReadOnlyList<SeatIndex>> choices)
    {
        var offered = choices.SelectMany(choice => choice).ToList();
        var (sections, rows) = (statuses.ToArray(), statuses.ToArray());
        foreach (var seat in offered)
        {
            var section = plan.SectionOf(seat);
            sections.AsSpan(section.First, section.Count).Fill((byte)SeatStatus.Blocked);
            var (first, count) = plan.IsPlaced(seat) ? (plan.RunOf(seat).First, plan.RunOf(seat).Count) : (section.First, section.Count);
            rows.AsSpan(first, count).Fill((byte)SeatStatus.Blocked);
        }

        var found = BestAvailable.Find(plan, sections, request);
        return found.Count > 0 ? found : BestAvailable.Find(plan, rows, request);
    }

    private static List<SeatOffer> WithCheapest(
        CompiledPlan plan, ReadOnlySpan<byte> statuses, BestAvailableRequest request, List<IReadOnlyList<SeatIndex>> choices)
    {
        var ranks = request.CategoryRanks ?? new int[plan.Categories.Length];
        var cheapest = FindCheapest(plan, statuses, request, ranks);
        var offers = choices.ConvertAll(
            choice => new SeatOffer(choice, choice.All(seat => ranks[plan.CategoryNumberOf(seat)] == cheapest?.Rank)));
        if (cheapest is { } other && !offers.Exists(offer => offer.IsCheapest))
        {
            offers.Add(new SeatOffer(other.Seats, IsCheapest: true));
        }

        return offers;
    }

    private static (IReadOnlyList<SeatIndex> Seats, int Rank)? FindCheapest(
        CompiledPlan plan, ReadOnlySpan<byte> statuses, BestAvailableRequest request, IReadOnlyList<int> ranks)
    {
        Invariant.Holds(ranks.Count == plan.Categories.Length);
        foreach (var rank in ranks.Distinct().OrderDescending())
        {
            int[] categories =
                [.. Enumerable.Range(0, ranks.Count).Where(c => ranks[c] == rank && request.Categories?.Contains(c) != false)];
            var seats = BestAvailable.Find(plan, statuses, request with { Categories = categories });

            // Without a category asked for, places of an area are offered only in plans without seats.
            if (seats.Count > 0 && (request.Categories is not null || plan.PlacedCount == 0 || plan.IsPlaced(seats[0])))
            {
                return (seats, rank);
            }
        }

        return null;
    }
}
