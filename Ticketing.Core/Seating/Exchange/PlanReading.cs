using Ticketing.Core.Seating.Compiled;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.Core.Seating.Exchange;

/// <summary>The result of <see cref="PlanExchange"/>'s reading: a document, or a refusal.</summary>
/// <param name="Document">
/// Null when refused. It is a draft: <see cref="PlanCompiler"/> may still find problems, such as seats without a category.
/// </param>
/// <param name="Source">The recognised kind of file; null when it was not recognised.</param>
/// <param name="Notes">What was lost, replaced or guessed.</param>
/// <param name="ExternalIds">The file's own ids of seats (pretix' <c>seat_guid</c>) and the seats that they became.</param>
/// <param name="Detail">The technical reason of a refusal in English, with its position where known.</param>
public sealed record PlanReading(
    PlanDocument? Document,
    PlanFileKind? Source,
    IReadOnlyList<ExchangeNote> Notes,
    IReadOnlyDictionary<string, SeatKey> ExternalIds,
    PlanReadRefusal? Refusal = null,
    string? Detail = null);

/// <summary>A written file.</summary>
/// <param name="Notes">What the file's format cannot hold.</param>
public sealed record WrittenPlan(byte[] Bytes, string ContentType, IReadOnlyList<ExchangeNote> Notes);

/// <summary>The kinds of file that can be read.</summary>
public enum PlanFileKind
{
    /// <summary>This application's plan document.</summary>
    Own,

    /// <summary>pretix' seating plan: zones, rows and seats with positions in pixels.</summary>
    Pretix,

    /// <summary>Rows given by their first and last number, without positions.</summary>
    NumberedRows,

    /// <summary>A table of cells: seats, gaps and furniture.</summary>
    Grid,
}

/// <summary>Why a file was not read. Nothing is changed.</summary>
public enum PlanReadRefusal
{
    /// <summary>More bytes than <see cref="ExchangeLimits.BytesMax"/>.</summary>
    TooLarge,

    /// <summary>Not JSON in UTF-8, damaged, or nested too deeply.</summary>
    NotJson,

    /// <summary>JSON, but none of the kinds of <see cref="PlanFileKind"/>.</summary>
    UnknownShape,

    /// <summary>This application's format with an unknown version, member or value; the detail names it.</summary>
    InvalidPlan,

    /// <summary>More seats than <see cref="ExchangeLimits.SeatsMax"/>.</summary>
    TooManySeats,

    /// <summary>The seats are so irregular that the drawing would exceed <see cref="PlanLimits.ObjectsMax"/>.</summary>
    TooManyObjects,

    /// <summary>No seat and no area.</summary>
    NothingToSeat,
}

/// <summary>Limits of what is read.</summary>
/// <param name="BytesMax">The size of the file.</param>
/// <param name="SeatsMax">Seats and places.</param>
/// <param name="NotesMax">Different notes; further ones are dropped.</param>
public sealed record ExchangeLimits(
    int BytesMax = 20 * 1024 * 1024, int SeatsMax = PlanLimits.PlacesMax, int NotesMax = 200)
{
    public static ExchangeLimits Default { get; } = new();

    /// <summary>The depth of nested JSON.</summary>
    public const int DepthMax = 64;
}

/// <summary>A sentence about an exchanged plan, to be translated by its kind.</summary>
/// <param name="Arguments">The placeholders of the sentence in order: names from the file and whole numbers.</param>
public sealed record ExchangeNote(ExchangeNoteKind Kind, IReadOnlyList<string> Arguments);

/// <summary>The kinds of notes, with their arguments.</summary>
public enum ExchangeNoteKind
{
    /// <summary>A member of the file that has no counterpart: path, count.</summary>
    FieldIgnored,

    /// <summary>Two sections with one name: old name, new name.</summary>
    SectionRenamed,

    /// <summary>Sections or rows without a name were numbered: count.</summary>
    NamesInvented,

    /// <summary>Names were shortened or cleaned of control characters: count.</summary>
    NamesShortened,

    /// <summary>Seats name a category that the file does not list; it was added: name, seats.</summary>
    CategoryAdded,

    /// <summary>The colour of a category is missing or unreadable: category.</summary>
    ColorReplaced,

    /// <summary>Categories beyond the limit were dropped: count.</summary>
    CategoriesDropped,

    /// <summary>Seats without a category: count.</summary>
    SeatsWithoutCategory,

    /// <summary>Seats whose external id another seat has: count.</summary>
    ExternalIdsRepeated,

    /// <summary>Seats with the section, row and number of another seat: count.</summary>
    LabelsRepeated,

    /// <summary>Seats that lie on another seat: count.</summary>
    SeatsOverlap,

    /// <summary>A section that lay on another one was moved beside it: section.</summary>
    SectionMoved,

    /// <summary>Seats outside of the size that the file states: count.</summary>
    OutsideOfSize,

    /// <summary>Seats left out, since their position is unreadable or too far away: count.</summary>
    SeatsLeftOut,

    /// <summary>Seats without a position were placed beside each other: count.</summary>
    PositionsInvented,

    /// <summary>Seats without a number were numbered: count.</summary>
    NumbersInvented,

    /// <summary>Seats were moved by up to 3 cm onto an even row: section, row.</summary>
    RowStraightened,

    /// <summary>An uneven row became several pieces: section, row, pieces.</summary>
    RowSplit,

    /// <summary>Seat numbers that follow no scheme were kept seat by seat: count.</summary>
    NumbersKept,

    /// <summary>Rows without seats were dropped: count.</summary>
    EmptyRows,

    /// <summary>Seats that the file marks as unavailable were removed; their numbers stay unused: count.</summary>
    UnavailableRemoved,

    /// <summary>The file states a number of wheelchair places, but not which: section, number.</summary>
    WheelchairsNotPlaced,

    /// <summary>Seats sold by telephone only are ordinary seats: count.</summary>
    PhoneOnlyIgnored,

    /// <summary>Prices are set per performance, not in the plan: section, price.</summary>
    PriceIgnored,

    /// <summary>The file states another number of seats than it has: stated, found.</summary>
    TotalDiffers,

    /// <summary>An area was drawn as a shape: it has no number of places: its text.</summary>
    AreaWithoutCapacity,

    /// <summary>Areas of an unknown shape were dropped: count.</summary>
    AreasDropped,

    /// <summary>Colours of areas were replaced by the nearest style: count.</summary>
    AreaColorsReplaced,

    /// <summary>Wheelchair, companion and restricted-view seats become ordinary ones in the file: count.</summary>
    KindsNotWritten,

    /// <summary>An area is only drawn in the file; its places are not in it: section, places.</summary>
    PlacesNotWritten,

    /// <summary>The point of the best seats is not in the file.</summary>
    FocusNotWritten,

    /// <summary>Entrances of sections are not in the file: count.</summary>
    EntrancesNotWritten,

    /// <summary>Background pictures are not in the file: count.</summary>
    PicturesNotWritten,

    /// <summary>Objects with problems are not in the file: count.</summary>
    ObjectsNotWritten,
}
