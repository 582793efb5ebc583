using System.Globalization;
using Ticketing.Core.Seating.Library;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.Infrastructure.Development.Demo.Plans;

/// <summary>
/// A concert hall with 2,100 seats: five blocks (stalls left, centre and right, circle, choir behind the orchestra) and boxes along both
/// side walls.
/// </summary>
internal static class ConcertHallPlan
{
    private const double RowSpacing = 95;
    private const double SeatSpacing = 53;
    private const double StallsRadius = 3700;
    private const int StallsRows = 20;
    private const int CentreSeats = 24;
    private const int SideSeats = 14;
    private const double StallsAisle = 130;
    private const double CircleRadius = StallsRadius + (StallsRows * RowSpacing) + 340;
    private const int CircleRows = 7;
    private const double ChoirRadius = 1600;
    private const int ChoirRows = 5;
    private const int BoxesOnASide = 10;
    private const double BoxWidth = 214;

    // From the centre of the first row to the centre of its left part, and to its end.
    private const double Beside = ((CentreSeats + SideSeats) / 2.0 * SeatSpacing) + StallsAisle;
    private const double StallsEdge = Beside + (SideSeats / 2.0 * SeatSpacing);

    // Centres of curvature: of stalls and circle behind the orchestra, of the choir in front of it.
    private static readonly PlanPoint Centre = new(0, -3250);
    private static readonly PlanPoint ChoirCentre = new(0, 330);

    public static PlanDocument Create() => new()
    {
        Name = "Concert Hall",
        Focus = new PlanPoint(0, -350),
        Categories =
        [
            new("premium", "Category 1", "#8467ee"),
            new("stalls", "Category 2", "#1f8fd6"),
            new("circle", "Category 3", "#0f9d7a"),
            new("boxes", "Boxes", "#d1457f"),
            new("choir", "Choir", "#c9790a"),
        ],
        Sections =
        [
            new("stalls-left", "Stalls Left", "Doors 1 and 3"),
            new("stalls-centre", "Stalls Centre", "Doors 3 and 4"),
            new("stalls-right", "Stalls Right", "Doors 2 and 4"),
            new("boxes-left", "Boxes Left", "Stairs left"),
            new("boxes-right", "Boxes Right", "Stairs right"),
            new("circle", "Circle", "Stairs left or right, first floor"),
            new("choir", "Choir", "Stage stairs"),
        ],
        Objects = [.. House(), .. Stalls(), Circle(), Choir(), .. Boxes()],
    };

    private static IEnumerable<PlanObject> Stalls()
    {
        yield return StallsBlock("left", SideSeats, Beside);
        yield return StallsBlock("centre", CentreSeats, 0);
        yield return StallsBlock("right", SideSeats, -Beside);
    }

    // The offset is from the centre, along the first row.
    private static BlockObject StallsBlock(string side, int seats, double offset)
    {
        var angle = Degrees(offset);
        var at = Sketch.On(Centre, StallsRadius, angle);
        return new BlockObject
        {
            Id = $"stalls-{side}",
            Section = $"stalls-{side}",
            Category = "stalls",
            X = Math.Round(at.X, 1),
            Y = Math.Round(at.Y, 1),
            Angle = angle,
            Rows = StallsRows,
            Seats = seats,
            SeatGrowth = RowSpacing * seats / StallsRadius,
            Spacing = SeatSpacing,
            RowSpacing = RowSpacing,
            Radius = StallsRadius,
            Justified = true,
            SeatNumbering = Numbering(side),
            RowNumbering = new NumberingScheme { Style = NumberingStyle.Numbers },
            Overrides =
            [
                .. Enumerable.Range(2, side == "centre" ? 12 : 7).Select(row => new SeatOverride(row, Category: "premium")),
                .. side == "centre" ? [] : WheelchairPlaces(side),
            ],
        };
    }

    // Odd numbers left of the centre, even ones right of it, both from the aisle.
    private static NumberingScheme Numbering(string side) => side switch
    {
        "left" => new NumberingScheme { Parity = NumberParity.Odd, Reversed = true },
        "right" => new NumberingScheme { Parity = NumberParity.Even, Start = 2 },
        _ => new NumberingScheme(),
    };

    // In the last row, beside the doors: four pairs of a wheelchair place and a companion seat.
    private static IEnumerable<SeatOverride> WheelchairPlaces(string side)
    {
        var first = side == "left" ? 0 : 12;
        return Enumerable.Range(first, 8)
            .Select(seat => new SeatOverride(StallsRows - 1, seat, Kind: (seat - first) % 4 is 0 or 3 ? SeatKind.Wheelchair : SeatKind.Companion));
    }

    private static BlockObject Circle()
    {
        const int seats = 78;
        const double growth = RowSpacing * seats / CircleRadius;
        var at = Sketch.On(Centre, CircleRadius, 0);
        return new BlockObject
        {
            Id = "circle",
            Section = "circle",
            Category = "circle",
            X = at.X,
            Y = at.Y,
            Rows = CircleRows,
            Seats = seats,
            SeatGrowth = growth,
            Spacing = SeatSpacing,
            RowSpacing = RowSpacing,
            Radius = CircleRadius,
            Justified = true,
            Aisles = [new(18, 120, growth * 18 / seats), new(39, 120, growth * 39 / seats), new(60, 120, growth * 60 / seats)],
            RowNumbering = new NumberingScheme { Style = NumberingStyle.Letters, SkipIO = true },
        };
    }

    // Behind the orchestra, facing the conductor.
    private static BlockObject Choir()
    {
        const int seats = 28;
        const double growth = RowSpacing * seats / ChoirRadius;
        var at = Sketch.On(ChoirCentre, ChoirRadius, 180);
        return new BlockObject
        {
            Id = "choir",
            Section = "choir",
            Category = "choir",
            X = Math.Round(at.X, 1),
            Y = at.Y,
            Angle = 180,
            Rows = ChoirRows,
            Seats = seats,
            SeatGrowth = growth,
            Spacing = SeatSpacing,
            RowSpacing = RowSpacing,
            Radius = ChoirRadius,
            Justified = true,
            Aisles = [new(14, 120, growth / 2)],
            RowNumbering = new NumberingScheme { Style = NumberingStyle.Letters },
        };
    }

    // Six seats per box, in two rows named by the box's number.
    private static IEnumerable<PlanObject> Boxes()
    {
        for (var box = 0; box < BoxesOnASide; box++)
        {
            foreach (var side in new[] { "left", "right" })
            {
                foreach (var row in new[] { 0, 1 })
                {
                    yield return BoxRow(side, box, row);
                }
            }
        }
    }

    private static RowObject BoxRow(string side, int box, int row)
    {
        var at = AlongWall((box + 0.5) * BoxWidth, 300 + (row * 80));
        var sign = side == "left" ? 1 : -1;
        return new RowObject
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"box-{side}-{box + 1}-{row + 1}"),
            Section = $"boxes-{side}",
            Category = "boxes",
            Name = (box + 1).ToString(CultureInfo.InvariantCulture),
            X = Math.Round(sign * at.X, 1),
            Y = Math.Round(at.Y, 1),
            Angle = sign * (90 + Degrees(StallsEdge)),
            Seats = 3,
            Spacing = 58,
            SeatNumbering = new NumberingScheme { Start = 1 + (row * 3), Reversed = sign < 0 },
        };
    }

    // A point relative to the left wall: the distance along the wall from the first box, and the distance from the stalls.
    private static PlanPoint AlongWall(double along, double outside) =>
        Centre + new PlanPoint(-outside, StallsRadius - 330 + along).Turned(Degrees(StallsEdge));

    private static double Degrees(double alongFirstRow) => alongFirstRow / StallsRadius * 180 / Math.PI;

    private static IEnumerable<PlanObject> House()
    {
        const double wallEnd = BoxesOnASide * BoxWidth;
        PlanPoint[] wall = [AlongWall(-500, 430), AlongWall(wallEnd + 60, 430), AlongWall(wallEnd + 60, 510), AlongWall(-500, 510)];
        var circleEnd = CircleRadius + (RowSpacing * CircleRows);
        yield return new ShapeObject
        {
            Id = "floor",
            Fill = ShapeFill.Floor,
            Points =
            [
                .. Sketch.Arc(ChoirCentre, ChoirRadius + 470, 149, 211), .. Sketch.Mirrored([AlongWall(wallEnd + 60, 430), AlongWall(-500, 430)]),
                .. Sketch.Arc(Centre, CircleRadius - 190, -25, 25), AlongWall(wallEnd + 60, 430), AlongWall(-500, 430),
            ],
        };
        yield return new ShapeObject
        {
            Id = "circle-slab",
            Fill = ShapeFill.Platform,
            Points = Sketch.RingPiece(Centre, CircleRadius - 110, circleEnd, -23, 23),
        };
        yield return new ShapeObject
        {
            Id = "choir-slab",
            Fill = ShapeFill.Platform,
            Points = Sketch.RingPiece(ChoirCentre, ChoirRadius - 75, ChoirRadius + (RowSpacing * ChoirRows) - 5, 149, 211),
        };
        yield return new ShapeObject { Id = "wall-left", Fill = ShapeFill.Wall, Points = wall };
        yield return new ShapeObject { Id = "wall-right", Fill = ShapeFill.Wall, Points = Sketch.Mirrored(wall) };
        for (var box = 0; box < BoxesOnASide; box++)
        {
            var (from, to) = ((box * BoxWidth) + 5, ((box + 1) * BoxWidth) - 5);
            PlanPoint[] floor = [AlongWall(from, 245), AlongWall(to, 245), AlongWall(to, 430), AlongWall(from, 430)];
            yield return new ShapeObject { Id = $"box-left-{box + 1}", Fill = ShapeFill.Platform, Points = floor };
            yield return new ShapeObject { Id = $"box-right-{box + 1}", Fill = ShapeFill.Platform, Points = Sketch.Mirrored(floor) };
        }

        yield return new StageObject
        {
            Id = "stage",
            Text = "Orchestra",
            Points =
            [
                .. Sketch.Arc(ChoirCentre, ChoirRadius - 120, 152, 208), new(1060, -60),
                .. Sketch.Arc(Centre, StallsRadius - 300, -17, 17), new(-1060, -60),
            ],
        };
    }
}
