using Ticketing.Core.Common;
using Ticketing.Core.Seating.Compiled;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.Core.Seating.Choice;

/// <summary>
/// Chooses the best free seats. The same question to the same state gives the same answer. It reads a plan and one byte a seat, so
/// it runs against an instance's memory: the choice still has to be held, and may be lost to somebody faster.
/// </summary>
public static class BestAvailable
{
    /// <summary>So many choices are told apart; a higher <see cref="BestAvailableRequest.Skip"/> starts over.</summary>
    public const int ChoicesMax = 64;

    /// <summary>The best free places for a request, in the order of their index; none when there are none such.</summary>
    /// <param name="statuses">One byte a place: a <see cref="SeatStatus"/>.</param>
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
            field.TakeOut(choice);
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

    // Nobody sees an area's places one by one: any free ones are as good, and each choice takes others. Who wanted seats is not
    // given standing places unasked.
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
