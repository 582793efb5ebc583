using System.Text.Json.Serialization;

namespace Ticketing.Core.Seating.Plans;

/// <summary>An object of the drawing. The JSON discriminator is <c>type</c>.</summary>
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
    /// <summary>Unique in the document and never reused: it is part of seat keys.</summary>
    [JsonPropertyOrder(-1)]
    public required string Id { get; set; }

    /// <summary>The designer does not select it on the canvas. Compiled like any other object.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Locked { get; set; }

    /// <summary>The designer does not draw it. Compiled like any other object.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Hidden { get; set; }

    /// <summary>Objects of one group are selected together in the designer; null: none.</summary>
    public string? Group { get; set; }
}

/// <summary>An object with seats. Local coordinates: seats run along x from left to right, the stage is towards negative y.</summary>
public abstract record SeatedObject : PlanObject
{
    /// <summary>The key of the section its seats belong to.</summary>
    public string? Section { get; set; }

    /// <summary>The key of its seats' category, unless an override sets another.</summary>
    public string? Category { get; set; }

    /// <summary>The position of its anchor: the centre of its first row or of its table.</summary>
    public double X { get; set; }

    public double Y { get; set; }

    /// <summary>The rotation about the anchor; at 0 the seats face negative y.</summary>
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

    /// <summary>The distance from seat to seat.</summary>
    public double Spacing { get; set; } = 52;

    /// <summary>The radius of the curve: positive bends the ends towards the stage, negative away; 0 is straight.</summary>
    public double Radius { get; set; }

    /// <summary>
    /// The line that the seats stand on instead of a circle, in local coordinates: the row's middle is at half its length, and its end
    /// segments go on straight. Null: straight or curved.
    /// </summary>
    public IReadOnlyList<PlanPoint>? Path { get; set; }

    public IReadOnlyList<Aisle> Aisles { get; set; } = [];
}

/// <summary>Several rows behind each other.</summary>
public sealed record BlockObject : SeatedObject
{
    public int Rows { get; set; } = 1;

    /// <summary>Seats in the first row.</summary>
    public int Seats { get; set; } = 1;

    /// <summary>Additional seats per row. Fractions accumulate and are rounded down to whole seats.</summary>
    public double SeatGrowth { get; set; }

    /// <summary>The distance from seat to seat in a row.</summary>
    public double Spacing { get; set; } = 52;

    /// <summary>The distance from row to row.</summary>
    public double RowSpacing { get; set; } = 90;

    /// <summary>The sideways offset of each row against the row before it.</summary>
    public double Skew { get; set; }

    /// <summary>
    /// The radius of the first row's curve; the other rows are concentric. Positive bends the ends towards the stage; 0 is straight.
    /// </summary>
    public double Radius { get; set; }

    /// <summary>Spreads the seats between two aisles over the exact width, so that aisles and sides are straight.</summary>
    public bool Justified { get; set; }

    public IReadOnlyList<Aisle> Aisles { get; set; } = [];

    public NumberingScheme RowNumbering { get; set; } = new() { Style = NumberingStyle.Letters };
}

/// <summary>A table with seats around it; it counts as a row.</summary>
public sealed record TableObject : SeatedObject
{
    /// <summary>The table's name, the second part of its seats' labels.</summary>
    public required string Name { get; set; }

    public TableShape Shape { get; set; }

    /// <summary>The total number of seats; at a rectangular table, those not at the ends are divided between the long sides.</summary>
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

/// <summary>A passage across the rows, listed from left to right; the seats on its two sides are not adjacent.</summary>
/// <param name="After">The number of seats before it in the first row.</param>
/// <param name="Width">The additional distance between the seats on its two sides.</param>
/// <param name="Growth">Additional seats before it per row, see <see cref="BlockObject.SeatGrowth"/>.</param>
public sealed record Aisle(int After, double Width, double Growth = 0);

/// <summary>Overrides properties of one seat or of a whole row of an object. Later overrides win.</summary>
/// <param name="Row">The row's ordinal in its object, from 0.</param>
/// <param name="Seat">The seat's ordinal in its row, from 0, left to right; null: all seats of the row.</param>
/// <param name="Category">The key of the category; null: unchanged.</param>
/// <param name="Label">The seat's number; null: unchanged.</param>
/// <param name="Removed">The seat does not exist; the others keep their numbers and are not adjacent across the gap.</param>
/// <param name="Dx">Moves the seat along the object's local x axis; centimetres; null: unchanged.</param>
/// <param name="Dy">Moves the seat along the object's local y axis; centimetres; null: unchanged.</param>
public sealed record SeatOverride(
    int Row, int? Seat = null, string? Category = null, SeatKind? Kind = null, string? Label = null, bool Removed = false, double? Dx = null,
    double? Dy = null);

/// <summary>Places without seats. An area is the only object of its section.</summary>
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

/// <summary>A text, centred at its position.</summary>
public sealed record TextObject : PlanObject
{
    public required string Text { get; set; }

    public double X { get; set; }

    public double Y { get; set; }

    public double Angle { get; set; }

    /// <summary>The font size.</summary>
    public double Size { get; set; } = 100;
}

/// <summary>A decorative shape for orientation.</summary>
public sealed record ShapeObject : PlanObject
{
    public ShapeFill Fill { get; set; }

    public IReadOnlyList<PlanPoint> Points { get; set; } = [];
}

/// <summary>The style of a shape. The camel-case names are part of the geometry JSON.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<ShapeFill>))]
public enum ShapeFill : byte
{
    /// <summary>A floor: slightly darker than the page.</summary>
    Floor = 0,

    /// <summary>A raised part: a balcony, a podium, a box.</summary>
    Platform = 1,

    /// <summary>Solid: a wall, a pillar, a mixing desk.</summary>
    Wall = 2,

    /// <summary>An outline without fill.</summary>
    Line = 3,

    /// <summary>A table's top.</summary>
    Table = 4,
}

/// <summary>A background image for tracing in the designer; not published.</summary>
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
