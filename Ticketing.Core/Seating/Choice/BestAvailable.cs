using Ticketing.Core.Common;
using Ticketing.Core.Seating.Compiled;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.Core.Seating.Choice;

/// <summary>
/// Chooses the best free seats. Deterministic. Works on the compiled plan and the instance's in-memory statuses, so the hold of a choice
/// can still fail on a concurrent hold.
/// </summary>
public static class BestAvailable
{
    /// <summary>The maximum number of alternatives; <see cref="BestAvailableRequest.Skip"/> is taken modulo it.</summary>
    public const int ChoicesMax = 64;

    /// <summary>The best free places for a request, sorted by index; empty when none match.</summary>
    /// <param name="statuses">One byte per place: a <see cref="SeatStatus"/>.</param>
    public static IReadOnlyList<SeatIndex> Find(CompiledPlan plan, ReadOnlySpan<byte> statuses, BestAvailableRequest request)
    {
        Invariant.Holds(statuses.Length == plan.PlaceCount);
        Invariant.Holds(request.Skip >= 0);
        if (request.Quantity < 1 || request.Quantity > plan.PlaceCount || request.Wheelchairs < 0 || request.Wheelchairs > request.Quantity)
        {
            return [];
        }

        var skip = request.Skip % ChoicesMax;
        var choices = FindSeats(plan, statuses, request, skip + 1);
        if (choices.Count > 0)
        {
            return choices[skip % choices.Count];
        }

        return request.Wheelchairs == 0 ? FindInAreas(plan, statuses, request, skip) : [];
    }

    private static List<SeatIndex[]> FindSeats(CompiledPlan plan, ReadOnlySpan<byte> statuses, BestAvailableRequest request, int count)
    {
        var field = new SeatField(plan, statuses, request);
        var choices = new List<SeatIndex[]>(count);
        while (choices.Count < count && FindNext(field, request) is { } choice)
        {
            choices.Add(choice);
            field.Exclude(choice);
        }

        return choices;
    }

    private static SeatIndex[]? FindNext(SeatField field, BestAvailableRequest request)
    {
        if (request.Together || request.Quantity == 1)
        {
            return SeatsTogether.Find(field, request);
        }

        return request.Wheelchairs > 0 ? NearestSeats.Find(field, request) : SeatGroups.Find(field, request);
    }

    // All places of an area are equivalent; each alternative takes other ones. Without a category filter, areas are offered only in
    // plans without seats.
    private static List<SeatIndex> FindInAreas(
        CompiledPlan plan, ReadOnlySpan<byte> statuses, BestAvailableRequest request, int skip)
    {
        foreach (var section in plan.Sections)
        {
            if (section.Area is not { } area || !(request.Categories?.Contains(area.Category) ?? plan.PlacedCount == 0))
            {
                continue;
            }

            var free = new List<SeatIndex>();
            for (var i = section.First; i < section.First + section.Count; i++)
            {
                if (statuses[i] == 0)
                {
                    free.Add(new SeatIndex(i));
                }
            }

            if (free.Count >= request.Quantity)
            {
                var first = skip % (free.Count / request.Quantity) * request.Quantity;
                return free.GetRange(first, request.Quantity);
            }
        }

        return [];
    }
}
