namespace Ticketing.Core.Seating.Plans;

/// <summary>Something that keeps a document from being published.</summary>
/// <param name="ObjectId">The object to look at; null when the problem is the document's own.</param>
/// <param name="Detail">What is wrong, in a sentence with the names in it.</param>
public sealed record PlanProblem(PlanProblemKind Kind, string? ObjectId, string Detail);

public enum PlanProblemKind
{
    UnknownFormat,
    WithoutName,
    WithoutPlaces,
    TooLarge,
    ValueOutOfRange,
    DuplicateObjectId,
    DuplicateSection,
    DuplicateCategory,
    InvalidColor,
    UnknownSection,
    UnknownCategory,
    SeatsWithoutCategory,
    AreaWithoutCapacity,
    AreaSharesSection,
    InvalidPolygon,
    EmptySection,
    EmptyObject,
    OverrideWithoutSeat,
    DuplicateLabel,
    OverlappingSeats,
}

/// <summary>How large a plan may be: large enough for a stadium, small enough to compile while somebody waits.</summary>
public static class PlanLimits
{
    public const int PlacesMax = 150_000;
    public const int ObjectsMax = 20_000;
    public const int SectionsMax = 2_000;
    public const int CategoriesMax = 64;
    public const int RowsMax = 500;
    public const int SeatsInRowMax = 1_000;
    public const int PointsMax = 2_000;
    public const int NameLengthMax = 80;

    /// <summary>Centimetres from the origin: five kilometres.</summary>
    public const double CoordinateMax = 500_000;

    /// <summary>So many problems are listed; who has more starts with these.</summary>
    public const int ProblemsMax = 500;
}
