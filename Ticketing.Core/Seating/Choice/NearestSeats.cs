using Ticketing.Core.Seating.Plans;

namespace Ticketing.Core.Seating.Choice;

/// <summary>
/// Best available for a divisible party with wheelchairs: the best wheelchair place and those nearest to it, then their companion
/// places, then the nearest seats.
/// </summary>
internal static class NearestSeats
{
    public static SeatIndex[]? Find(SeatField field, BestAvailableRequest request)
    {
        var wheelchairs = Seats(field, SeatField.Use.Wheelchair).ToArray();
        if (wheelchairs.Length < request.Wheelchairs)
        {
            return null;
        }

        var anchor = wheelchairs[0];
        foreach (var seat in wheelchairs)
        {
            anchor = field.CostOf(seat) < field.CostOf(anchor) ? seat : anchor;
        }

        var chosen = wheelchairs.OrderBy(s => Distance(field, s, anchor)).Take(request.Wheelchairs).ToList();
        chosen.AddRange(Companions(field, chosen).Take(request.Quantity - chosen.Count).ToArray());
        chosen.AddRange(Seats(field, SeatField.Use.Seat).OrderBy(s => Distance(field, s, anchor))
            .Take(request.Quantity - chosen.Count).ToArray());
        return chosen.Count == request.Quantity ? [.. chosen.Order().Select(i => new SeatIndex(i))] : null;
    }

    private static IEnumerable<int> Seats(SeatField field, SeatField.Use use) =>
        Enumerable.Range(0, field.Plan.PlacedCount).Where(i => field[i] == use);

    // One adjacent companion place per wheelchair place.
    private static IEnumerable<int> Companions(SeatField field, List<int> wheelchairs)
    {
        var given = new HashSet<int>();
        foreach (var wheelchair in wheelchairs)
        {
            var (before, after) = field.Plan.NeighboursOf(new SeatIndex(wheelchair));
            var beside = new[] { after, before }.FirstOrDefault(s =>
                s is { } seat && field[seat.Value] == SeatField.Use.Companion && !given.Contains(seat.Value));
            if (beside is { } companion && given.Add(companion.Value))
            {
                yield return companion.Value;
            }
        }
    }

    private static double Distance(SeatField field, int seat, int anchor)
    {
        var ((x, y), (anchorX, anchorY)) = (field.Plan.PositionOf(new SeatIndex(seat)), field.Plan.PositionOf(new SeatIndex(anchor)));
        return new PlanPoint(x, y).DistanceTo(new PlanPoint(anchorX, anchorY));
    }
}
