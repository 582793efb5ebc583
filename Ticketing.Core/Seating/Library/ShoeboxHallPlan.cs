using Ticketing.Core.Seating.Plans;

namespace Ticketing.Core.Seating.Library;

/// <summary>
/// A concert hall in the form of a shoebox: 1,208 seats in stalls, a rear balcony, galleries along both side walls, and choir seats behind
/// the orchestra.
/// </summary>
internal static class ShoeboxHallPlan
{
    private const double RowSpacing = 92;
    private const double SeatSpacing = 53;
    private const double AisleWidth = 120;
    private const int SeatsInRow = 34;
    private const int StallsRows = 21;
    private const double StallsTop = 250;
    private const double StallsRadius = 3500;
    private const int BalconyRows = 7;
    private const double BalconyTop = StallsTop + ((StallsRows - 1) * RowSpacing) + 400;
    private const double BalconyRadius = StallsRadius + BalconyTop - StallsTop;
    private const int ChoirRows = 4;
    private const double ChoirRadius = 1600;
    private const int GallerySeats = 34;

    // Centres of curvature: of stalls and balcony behind the orchestra, of the choir in front of it.
    private static readonly PlanPoint Centre = new(0, StallsTop - StallsRadius);
    private static readonly PlanPoint ChoirCentre = new(0, 700);

    public static PlanDocument Create() => new()
    {
        Name = "Concert Hall",
        Focus = new PlanPoint(0, -250),
        Categories =
        [
            new("premium", "Category 1", "#8467ee"),
            new("stalls", "Category 2", "#1f8fd6"),
            new("balcony", "Category 3", "#0f9d7a"),
            new("gallery", "Side galleries", "#d1457f"),
            new("choir", "Choir", "#c9790a"),
        ],
        Sections =
        [
            new("stalls", "Stalls", "Foyer, ground floor"),
            new("balcony", "Balcony", "Stairs, first floor"),
            new("gallery-left", "Gallery Left", "Stairs left, first floor"),
            new("gallery-right", "Gallery Right", "Stairs right, first floor"),
            new("choir", "Choir", "Stairs left, first floor"),
        ],
        Objects = [.. House(), Stalls(), Balcony(), Gallery("left", 90), Gallery("right", -90), Choir()],
    };

    private static BlockObject Stalls() => new()
    {
        Id = "stalls",
        Section = "stalls",
        Category = "stalls",
        X = 0,
        Y = StallsTop,
        Rows = StallsRows,
        Seats = SeatsInRow,
        Spacing = SeatSpacing,
        RowSpacing = RowSpacing,
        Radius = StallsRadius,
        Aisles = [new(10, AisleWidth), new(24, AisleWidth)],
        RowNumbering = new NumberingScheme { Style = NumberingStyle.Letters, SkipIO = true },
        Overrides =
        [
            .. Enumerable.Range(2, 11).Select(row => new SeatOverride(row, Category: "premium")),
            .. Sketch.Mark(StallsRows - 1, [0, 3, 30, 33], SeatKind.Wheelchair),
            .. Sketch.Mark(StallsRows - 1, [1, 2, 31, 32], SeatKind.Companion),
        ],
    };

    private static BlockObject Balcony() => new()
    {
        Id = "balcony",
        Section = "balcony",
        Category = "balcony",
        X = 0,
        Y = BalconyTop,
        Rows = BalconyRows,
        Seats = SeatsInRow,
        Spacing = SeatSpacing,
        RowSpacing = RowSpacing,
        Radius = BalconyRadius,
        Aisles = [new(10, AisleWidth), new(24, AisleWidth)],
        RowNumbering = new NumberingScheme { Style = NumberingStyle.Letters, SkipIO = true },
    };

    // Two rows along a wall. The four seats of the second row that are nearest to the stage have a restricted view.
    private static BlockObject Gallery(string side, double angle)
    {
        int[] nearest = angle > 0 ? [0, 1, 2, 3] : [GallerySeats - 4, GallerySeats - 3, GallerySeats - 2, GallerySeats - 1];
        return new BlockObject
        {
            Id = $"gallery-{side}",
            Section = $"gallery-{side}",
            Category = "gallery",
            X = -Math.Sign(angle) * 1160,
            Y = 1150,
            Angle = angle,
            Rows = 2,
            Seats = GallerySeats,
            Spacing = 54,
            RowSpacing = 90,
            SeatNumbering = new NumberingScheme { Reversed = angle < 0 },
            RowNumbering = new NumberingScheme { Style = NumberingStyle.Letters },
            Overrides = [.. Sketch.Mark(1, nearest, SeatKind.RestrictedView)],
        };
    }

    // Behind the orchestra, facing the conductor.
    private static BlockObject Choir() => new()
    {
        Id = "choir",
        Section = "choir",
        Category = "choir",
        X = 0,
        Y = ChoirCentre.Y - ChoirRadius,
        Angle = 180,
        Rows = ChoirRows,
        Seats = 30,
        Spacing = SeatSpacing,
        RowSpacing = RowSpacing,
        Radius = ChoirRadius,
        Aisles = [new(15, AisleWidth)],
        RowNumbering = new NumberingScheme { Style = NumberingStyle.Letters },
    };

    private static IEnumerable<PlanObject> House()
    {
        var galleryFloor = Sketch.Box(-1310, 180, -1105, 2120);
        var wall = Sketch.Box(-1420, -1330, -1340, 3130);
        yield return new ShapeObject { Id = "floor", Fill = ShapeFill.Floor, Points = Sketch.Box(-1340, -1330, 1340, 3130) };
        yield return new ShapeObject
        {
            Id = "balcony-slab",
            Fill = ShapeFill.Platform,
            Points = Sketch.RingPiece(Centre, BalconyRadius - 75, BalconyRadius + (BalconyRows * RowSpacing) - 30, -10.8, 10.8),
        };
        yield return new ShapeObject { Id = "gallery-left-slab", Fill = ShapeFill.Platform, Points = galleryFloor };
        yield return new ShapeObject { Id = "gallery-right-slab", Fill = ShapeFill.Platform, Points = Sketch.Mirrored(galleryFloor) };
        yield return new ShapeObject
        {
            Id = "choir-slab",
            Fill = ShapeFill.Platform,
            Points = Sketch.RingPiece(ChoirCentre, ChoirRadius - 65, ChoirRadius + (ChoirRows * RowSpacing) - 20, 148, 212),
        };
        yield return new ShapeObject { Id = "wall-left", Fill = ShapeFill.Wall, Points = wall };
        yield return new ShapeObject { Id = "wall-right", Fill = ShapeFill.Wall, Points = Sketch.Mirrored(wall) };
        yield return new StageObject
        {
            Id = "stage",
            Text = "Orchestra",
            Points = [.. Sketch.Arc(ChoirCentre, ChoirRadius - 110, 152, 208), new(900, -540), new(900, 0), new(-900, 0), new(-900, -540)],
        };
    }
}
