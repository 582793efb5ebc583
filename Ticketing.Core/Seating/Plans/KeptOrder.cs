using Ticketing.Core.Seating.Compiled;

namespace Ticketing.Core.Seating.Plans;

/// <summary>
/// The order of an earlier version: seats that it had keep their places in the order, new ones follow. Seats at the seam are no neighbours.
/// </summary>
internal static class KeptOrder
{
    public static (List<DrawnSeat> Seats, List<AreaObject> Areas) Of(CompiledPlan kept, List<DrawnSeat> seats, List<AreaObject> areas)
    {
        var known = Enumerable.Range(0, kept.PlacedCount).ToDictionary(seat => kept.KeyOf(new SeatIndex(seat)));
        var order = Enumerable.Range(0, seats.Count)
            .OrderBy(i => known.GetValueOrDefault(new SeatKey(seats[i].Drawn.Id, seats[i].Row, seats[i].Ordinal), int.MaxValue)).ToArray();
        var ordered = new List<DrawnSeat>(seats.Count);
        for (var at = 0; at < order.Length; at++)
        {
            var seat = seats[order[at]];
            ordered.Add(seat with { ContinuesRun = seat.ContinuesRun && at > 0 && order[at - 1] == order[at] - 1 });
        }

        var firsts = kept.Sections.Where(section => section.Area is not null).ToDictionary(section => section.Area!.ObjectId, section => section.First);
        return (ordered, [.. areas.OrderBy(area => firsts.GetValueOrDefault(area.Id, int.MaxValue))]);
    }
}
