using Ticketing.Core.Seating.Plans;

namespace Ticketing.Core.Seating.Library;

/// <summary>A playhouse with a proscenium stage: 420 seats in curved stalls, a balcony, and slips along the walls.</summary>
internal static class TheatrePlan
{
    private const double RowSpacing = 95;
    private const double StallsRadius = 1250;
    private const int StallsRows = 11;
    private const double BalconyRadius = 2615;
    private const int BalconyRows = 4;

    // The side walls diverge towards the back, in degrees.
    private const double WallAngle = 12.7;

    // Centre of curvature of all rows.
    private static readonly PlanPoint Centre = new(0, -1000);

    public static PlanDocument Create() => new()
    {
        Name = "Playhouse",
        Focus = new PlanPoint(0, -150),
        Categories =
        [
            new("premium", "Premium", "#8467ee"),
            new("stalls", "Stalls", "#1f8fd6"),
            new("balcony", "Balcony", "#0f9d7a"),
            new("slips", "Slips", "#c9790a"),
        ],
        Sections =
        [
            new("stalls", "Stalls", "Foyer, ground floor"),
            new("balcony", "Balcony", "Stairs, first floor"),
            new("slips-left", "Slips Left", "Stairs, first floor"),
            new("slips-right", "Slips Right", "Stairs, first floor"),
        ],
        Objects = [.. House(), Stalls(), Balcony(), Slip("left", 90), Slip("right", -90)],
    };

    private static BlockObject Stalls()
    {
        const int seats = 18;
        const double growth = RowSpacing * seats / StallsRadius;
        var at = Sketch.On(Centre, StallsRadius, 0);
        return new BlockObject
        {
            Id = "stalls",
            Section = "stalls",
            Category = "stalls",
            X = at.X,
            Y = at.Y,
            Rows = StallsRows,
            Seats = seats,
            SeatGrowth = growth,
            RowSpacing = RowSpacing,
            Radius = StallsRadius,
            Justified = true,
            Aisles = [new(5, 110, growth * 5 / seats), new(13, 110, growth * 13 / seats)],
            RowNumbering = new NumberingScheme { Style = NumberingStyle.Letters, SkipIO = true },
            Overrides =
            [
                .. Enumerable.Range(1, 6).Select(row => new SeatOverride(row, Category: "premium")),
                .. Sketch.Mark(StallsRows - 1, [0, 3, 26, 29], SeatKind.Wheelchair),
                .. Sketch.Mark(StallsRows - 1, [1, 2, 27, 28], SeatKind.Companion),
            ],
        };
    }

    private static BlockObject Balcony()
    {
        const int seats = 35;
        const double growth = RowSpacing * seats / BalconyRadius;
        var at = Sketch.On(Centre, BalconyRadius, 0);
        return new BlockObject
        {
            Id = "balcony",
            Section = "balcony",
            Category = "balcony",
            X = at.X,
            Y = at.Y,
            Rows = BalconyRows,
            Seats = seats,
            SeatGrowth = growth,
            Spacing = 55,
            RowSpacing = RowSpacing,
            Radius = BalconyRadius,
            Justified = true,
            Aisles = [new(11, 110, growth * 11 / seats), new(24, 110, growth * 24 / seats)],
            RowNumbering = new NumberingScheme { Style = NumberingStyle.Letters, SkipIO = true },
        };
    }

    // Nine seats along a wall; the three nearest to the stage have a restricted view.
    private static RowObject Slip(string side, double angle) => new()
    {
        Id = $"slips-{side}",
        Section = $"slips-{side}",
        Category = "slips",
        Name = "A",
        X = -Math.Sign(angle) * 1010,
        Y = 360,
        Angle = angle + (Math.Sign(angle) * WallAngle),
        Seats = 9,
        Spacing = 60,
        SeatNumbering = new NumberingScheme { Reversed = angle < 0 },
        Overrides = [.. Sketch.Mark(0, angle > 0 ? [0, 1, 2] : [6, 7, 8], SeatKind.RestrictedView)],
    };

    private static IEnumerable<PlanObject> House()
    {
        PlanPoint[] wall = [new(-1040, -480), new(-600, -480), new(-600, -400), new(-950, -400), new(-1310, 1190), new(-1400, 1190)];
        yield return new ShapeObject
        {
            Id = "floor",
            Fill = ShapeFill.Floor,
            Points = [new(-950, -400), new(950, -400), new(1310, 1190), .. Sketch.Arc(Centre, 2480, -29, 29), new(-1310, 1190)],
        };
        yield return new ShapeObject
        {
            Id = "balcony-slab",
            Fill = ShapeFill.Platform,
            Points = Sketch.RingPiece(Centre, BalconyRadius - 100, BalconyRadius + (RowSpacing * BalconyRows) - 10, -28, 28),
        };
        yield return new ShapeObject { Id = "pit", Fill = ShapeFill.Platform, Points = Sketch.RingPiece(Centre, 880, 1120, -25, 25) };
        yield return new ShapeObject { Id = "wall-left", Fill = ShapeFill.Wall, Points = wall };
        yield return new ShapeObject { Id = "wall-right", Fill = ShapeFill.Wall, Points = Sketch.Mirrored(wall) };
        yield return new StageObject
        {
            Id = "stage",
            Text = "Stage",
            Points =
            [
                new(-860, -1050), new(860, -1050), new(860, -500), new(580, -500),
                .. Sketch.Arc(Centre, 840, -38, 38), new(-580, -500), new(-860, -500),
            ],
        };
    }
}
