namespace Ticketing.Core.Seating.Compiled;

/// <summary>What a newer version of a plan changes of the places of an older one. They are joined by their keys.</summary>
/// <param name="Added">Places that only the newer version has, by its numbers; like the next three.</param>
/// <param name="Moved">Seats at another position.</param>
/// <param name="OtherCategory">Places of another category.</param>
/// <param name="OtherKind">Seats of another kind.</param>
/// <param name="Vanished">Places that only the older version has, by its numbers; like the next one.</param>
/// <param name="Renamed">Places with another label.</param>
/// <param name="KeepsNumbers">Whether every place that both have has one number in both.</param>
public sealed record PlanSeatChanges(
    IReadOnlyList<SeatIndex> Added, IReadOnlyList<SeatIndex> Moved, IReadOnlyList<SeatIndex> OtherCategory, IReadOnlyList<SeatIndex> OtherKind,
    IReadOnlyList<SeatIndex> Vanished, IReadOnlyList<SeatIndex> Renamed, bool KeepsNumbers)
{
    public static PlanSeatChanges Between(CompiledPlan from, CompiledPlan to)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        var before = Enumerable.Range(0, from.PlaceCount).ToDictionary(place => from.KeyOf(new SeatIndex(place)));
        List<SeatIndex> added = [], moved = [], categories = [], kinds = [], renamed = [];
        var keepsNumbers = true;
        for (var place = 0; place < to.PlaceCount; place++)
        {
            var now = new SeatIndex(place);
            if (!before.Remove(to.KeyOf(now), out var known))
            {
                added.Add(now);
                continue;
            }

            var old = new SeatIndex(known);
            keepsNumbers &= old == now;
            AddIf(from.LabelOf(old) != to.LabelOf(now), renamed, old);
            AddIf(from.CategoryOf(old).Key != to.CategoryOf(now).Key, categories, now);
            AddIf(from.KindOf(old) != to.KindOf(now), kinds, now);
            AddIf(from.IsPlaced(old) != to.IsPlaced(now) || (to.IsPlaced(now) && from.PositionOf(old) != to.PositionOf(now)), moved, now);
        }

        return new PlanSeatChanges(added, moved, categories, kinds, [.. before.Values.Order().Select(place => new SeatIndex(place))], renamed, keepsNumbers);
    }

    private static void AddIf(bool isSo, List<SeatIndex> places, SeatIndex place)
    {
        if (isSo)
        {
            places.Add(place);
        }
    }
}
