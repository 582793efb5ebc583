namespace Ticketing.Core.Seating.Plans;

/// <summary>A problem that prevents publishing a document.</summary>
/// <param name="ObjectId">The affected object; null for the document itself.</param>
/// <param name="Detail">A sentence for the designer.</param>
public sealed record PlanProblem(PlanProblemKind Kind, string? ObjectId, string Detail);

public enum PlanProblemKind
{
    UnknownFormat,
    WithoutName,
    WithoutPlaces,
    TooLarge,
    ValueOutOfRange,
    DuplicateObjectId,
    DuplicateFloor,
    DuplicateSection,
    DuplicateCategory,
    InvalidColor,
    UnknownFloor,
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

/// <summary>Size limits of a plan: sufficient for a stadium, small enough to compile within a request.</summary>
public static class PlanLimits
{
    public const int PlacesMax = 150_000;
    public const int ObjectsMax = 20_000;
    public const int FloorsMax = 50;
    public const int SectionsMax = 2_000;
    public const int CategoriesMax = 64;
    public const int RowsMax = 500;
    public const int SeatsInRowMax = 1_000;
    public const int PointsMax = 2_000;
    public const int NameLengthMax = 80;

    /// <summary>Centimetres from the origin (5 km).</summary>
    public const double CoordinateMax = 500_000;

    /// <summary>The maximum number of reported problems.</summary>
    public const int ProblemsMax = 500;
}
