using Ticketing.Core.Seating.Plans;

namespace Ticketing.Core.Seating.Library;

/// <summary>A music club: 300 standing places in front of the stage, and 40 seats in two rows on a mezzanine behind them.</summary>
internal static class ClubPlan
{
    private const int Seats = 20;
    private const double MezzanineTop = 930;

    public static PlanDocument Create() => new()
    {
        Name = "Club",
        Focus = new PlanPoint(0, -120),
        Categories = [new("standing", "Standing", "#d1457f"), new("seated", "Mezzanine, seated", "#1f8fd6")],
        Sections = [new("mezzanine", "Mezzanine", "Stairs beside the bar"), new("floor", "Floor", "Main door")],
        Objects = [.. Room(), Mezzanine(), Floor()],
    };

    private static BlockObject Mezzanine() => new()
    {
        Id = "mezzanine",
        Section = "mezzanine",
        Category = "seated",
        X = 0,
        Y = MezzanineTop + 80,
        Rows = 2,
        Seats = Seats,
        Spacing = 54,
        RowSpacing = 100,
        Aisles = [new(Seats / 2, 120)],
        RowNumbering = new NumberingScheme { Style = NumberingStyle.Letters },
        Overrides =
        [
            .. Sketch.Mark(0, [0, Seats - 1], SeatKind.Wheelchair),
            .. Sketch.Mark(0, [1, Seats - 2], SeatKind.Companion),
        ],
    };

    private static AreaObject Floor() => new()
    {
        Id = "floor",
        Section = "floor",
        Category = "standing",
        Capacity = 300,
        Points =
        [
            new(-560, -20), new(560, -20), new(560, 640), new(230, 640), new(230, 800), new(-230, 800), new(-230, 640), new(-560, 640),
        ],
    };

    private static IEnumerable<PlanObject> Room()
    {
        yield return new ShapeObject { Id = "room", Fill = ShapeFill.Floor, Points = Sketch.Box(-860, -520, 740, 1240) };
        yield return new ShapeObject { Id = "slab", Fill = ShapeFill.Platform, Points = Sketch.Box(-660, MezzanineTop, 660, 1190) };
        yield return new ShapeObject { Id = "bar", Fill = ShapeFill.Wall, Points = Sketch.Box(-820, 60, -700, 620) };
        yield return new ShapeObject { Id = "mixing-desk", Fill = ShapeFill.Wall, Points = Sketch.Box(-130, 815, 130, 895) };
        yield return new TextObject { Id = "bar-name", Text = "Bar", X = -640, Y = 340, Angle = -90, Size = 70 };
        yield return new StageObject { Id = "stage", Text = "Stage", Points = Sketch.Box(-480, -450, 480, -90) };
    }
}
