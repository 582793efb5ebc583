using System.Text.Json.Serialization;

namespace Ticketing.Core.Seating.Plans;

/// <summary>One thing on the drawing. Its JSON says which by <c>type</c>.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(RowObject), "row")]
[JsonDerivedType(typeof(BlockObject), "block")]
[JsonDerivedType(typeof(TableObject), "table")]
[JsonDerivedType(typeof(AreaObject), "area")]
[JsonDerivedType(typeof(StageObject), "stage")]
[JsonDerivedType(typeof(TextObject), "text")]
[JsonDerivedType(typeof(ShapeObject), "shape")]
[JsonDerivedType(typeof(PictureObject), "picture")]
public abstract record PlanObject
{
    /// <summary>Unique in the document and never used again: seat keys are made of it.</summary>
    [JsonPropertyOrder(-1)]
    public required string Id { get; set; }
}

/// <summary>An object with seats. Its own frame: seats run along x from left to right, the stage is towards negative y.</summary>
public abstract record SeatedObject : PlanObject
{
    /// <summary>The key of the section its seats belong to.</summary>
    public string? Section { get; set; }

    /// <summary>The key of the category of all its seats that have no other by an override.</summary>
    public string? Category { get; set; }

    /// <summary>Where the object's anchor is: the middle of its first row, or of its table.</summary>
    public double X { get; set; }

    public double Y { get; set; }

    /// <summary>Turned about the anchor; 0 looks up the screen.</summary>
    public double Angle { get; set; }

    /// <summary>How its seats are numbered within a row.</summary>
    public NumberingScheme SeatNumbering { get; set; } = new();

    public IReadOnlyList<SeatOverride> Overrides { get; set; } = [];
}

/// <summary>One row, straight or curved.</summary>
public sealed record RowObject : SeatedObject
{
    /// <summary>The row's name, the second part of its seats' labels.</summary>
    public required string Name { get; set; }

    public int Seats { get; set; } = 1;

    /// <summary>From seat to seat.</summary>
    public double Spacing { get; set; } = 52;

    /// <summary>The radius of the curve: positive bends the ends towards the stage, negative away; 0 is straight.</summary>
    public double Radius { get; set; }

    public IReadOnlyList<Aisle> Aisles { get; set; } = [];
}

/// <summary>Rows behind each other.</summary>
public sealed record BlockObject : SeatedObject
{
    public int Rows { get; set; } = 1;

    /// <summary>Seats in the first row.</summary>
    public int Seats { get; set; } = 1;

    /// <summary>Seats that each row has more than the one before it; fractions add up, and whole seats of them are built.</summary>
    public double SeatGrowth { get; set; }

    /// <summary>From seat to seat in a row.</summary>
    public double Spacing { get; set; } = 52;

    /// <summary>From row to row.</summary>
    public double RowSpacing { get; set; } = 90;

    /// <summary>How far each row is moved sideways against the one before it.</summary>
    public double Skew { get; set; }

    /// <summary>The radius of the first row's curve; the others are concentric. Positive bends the ends towards the stage; 0 is straight.</summary>
    public double Radius { get; set; }

    /// <summary>Spreads the whole seats between two aisles over the exact width, so that aisles and sides are straight lines.</summary>
    public bool Justified { get; set; }

    public IReadOnlyList<Aisle> Aisles { get; set; } = [];

    public NumberingScheme RowNumbering { get; set; } = new() { Style = NumberingStyle.Letters };
}

/// <summary>A table with seats around it. Its row is the table.</summary>
public sealed record TableObject : SeatedObject
{
    /// <summary>The table's name, the second part of its seats' labels.</summary>
    public required string Name { get; set; }

    public TableShape Shape { get; set; }

    /// <summary>Seats in all; around a rectangular table, those not at its ends are shared by the long sides.</summary>
    public int Seats { get; set; } = 1;

    /// <summary>Seats at each short end of a rectangular table.</summary>
    public int EndSeats { get; set; }

    /// <summary>The diameter of a round table, the long side of a rectangular one.</summary>
    public double Width { get; set; } = 160;

    /// <summary>The short side of a rectangular table.</summary>
    public double Depth { get; set; } = 80;
}

[JsonConverter(typeof(CamelCaseEnumConverter<TableShape>))]
public enum TableShape
{
    Round,
    Rectangular,
}

/// <summary>A passage across the rows, listed from left to right: the seats on its two sides are not neighbours.</summary>
/// <param name="After">Seats of the first row before it.</param>
/// <param name="Width">How much further apart its two sides are than seats usually are.</param>
/// <param name="Growth">Seats that each row has more before it than the row in front, see <see cref="BlockObject.SeatGrowth"/>.</param>
public sealed record Aisle(int After, double Width, double Growth = 0);

/// <summary>What is different about one seat, or about one whole row of an object. Later overrides win.</summary>
/// <param name="Row">The row's ordinal in its object, from 0.</param>
/// <param name="Seat">The seat's ordinal in its row, from 0, from left to right; none means all seats of the row.</param>
/// <param name="Category">The key of another category.</param>
/// <param name="Label">Another number.</param>
/// <param name="Removed">There is no such seat; the others keep their numbers, and are no neighbours across the hole.</param>
public sealed record SeatOverride(
    int Row, int? Seat = null, string? Category = null, SeatKind? Kind = null, string? Label = null, bool Removed = false);

/// <summary>Places without seats. An area is all of its section.</summary>
public sealed record AreaObject : PlanObject
{
    public string? Section { get; set; }

    public string? Category { get; set; }

    public AreaKind Kind { get; set; }

    public int Capacity { get; set; }

    public IReadOnlyList<PlanPoint> Points { get; set; } = [];
}

/// <summary>The stage, the pitch, the screen.</summary>
public sealed record StageObject : PlanObject
{
    public string Text { get; set; } = "";

    public IReadOnlyList<PlanPoint> Points { get; set; } = [];
}

/// <summary>Words on the drawing, around their middle.</summary>
public sealed record TextObject : PlanObject
{
    public required string Text { get; set; }

    public double X { get; set; }

    public double Y { get; set; }

    public double Angle { get; set; }

    /// <summary>The height of the letters.</summary>
    public double Size { get; set; } = 100;
}

/// <summary>A piece of the building, for orientation only.</summary>
public sealed record ShapeObject : PlanObject
{
    public ShapeFill Fill { get; set; }

    public IReadOnlyList<PlanPoint> Points { get; set; } = [];
}

/// <summary>How a shape is drawn. The names go to the browser as they are here, in camel case.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<ShapeFill>))]
public enum ShapeFill : byte
{
    /// <summary>The ground that a part of the house stands on: barely darker than the page.</summary>
    Floor = 0,

    /// <summary>A raised part: a balcony's slab, a podium, a box.</summary>
    Platform = 1,

    /// <summary>Solid: a wall, a pillar, a mixing desk.</summary>
    Wall = 2,

    /// <summary>An outline and nothing inside.</summary>
    Line = 3,

    /// <summary>A table's top.</summary>
    Table = 4,
}

/// <summary>A picture to trace over in the designer. It is never published.</summary>
public sealed record PictureObject : PlanObject
{
    public required string Url { get; set; }

    public double X { get; set; }

    public double Y { get; set; }

    public double Angle { get; set; }

    public double Width { get; set; }

    public double Height { get; set; }

    public double Opacity { get; set; } = 0.5;
}
