using Ticketing.Core.Seating.Plans;

namespace Ticketing.Core.Seating.Exchange;

/// <summary>The seats of a draft with exact positions. Objects with problems are left out, so that a draft can be written too.</summary>
internal sealed class PlanSeats
{
    private PlanSeats(PlanDocument document)
    {
        var problems = new List<PlanProblem>();
        Sound = new PlanChecks(document, problems).Run();
        Seats = SeatCollector.Collect(document, Sound, problems);
        Areas = [.. Sound.OfType<AreaObject>()];
        LeftOut = document.Objects.Count - Sound.Count;
    }

    /// <summary>In the order section, row, seat.</summary>
    public List<DrawnSeat> Seats { get; }

    public List<PlanObject> Sound { get; }

    public List<AreaObject> Areas { get; }

    /// <summary>The number of objects with problems.</summary>
    public int LeftOut { get; }

    public static PlanSeats Of(PlanDocument document) => new(document);

    /// <summary>The seats of each row of each object, in the order of the seats.</summary>
    public IEnumerable<List<DrawnSeat>> Rows()
    {
        for (var first = 0; first < Seats.Count;)
        {
            var (drawn, row) = (Seats[first].Drawn, Seats[first].Row);
            var seats = Seats.Skip(first).TakeWhile(seat => ReferenceEquals(seat.Drawn, drawn) && seat.Row == row).ToList();
            yield return seats;
            first += seats.Count;
        }
    }

    /// <summary>The corners of a rectangular table's top.</summary>
    public static IEnumerable<PlanPoint> TopOf(TableObject table) =>
        Library.Sketch.Box(-table.Width / 2, -table.Depth / 2, table.Width / 2, table.Depth / 2)
            .Select(corner => corner.Turned(table.Angle) + new PlanPoint(table.X, table.Y));

    public static PlanPoint MiddleOf(IReadOnlyList<PlanPoint> points) => new(points.Average(p => p.X), points.Average(p => p.Y));
}
