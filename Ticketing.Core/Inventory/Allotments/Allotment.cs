using Ticketing.Core.Common;

namespace Ticketing.Core.Inventory.Allotments;

/// <summary>
/// Seats of a performance that are set aside for a channel. While it lasts they are blocked for the public: expiry, release and refund
/// return them to it. Which seats belong to it is in <see cref="Seat.AllotmentId"/>.
/// </summary>
public sealed class Allotment
{
    /// <summary>The maximum number of a performance's allotments that last.</summary>
    public const int PerPerformanceMax = 50;

    public required AllotmentId Id { get; init; }

    public required OrganizationId OrganizationId { get; init; }

    public required PerformanceId PerformanceId { get; init; }

    public required string Name { get; set; }

    public required AllotmentKind Kind { get; set; }

    /// <summary><c>#rrggbb</c>.</summary>
    public required string Color { get; set; }

    /// <summary>When its seats go on sale to the public; null: when a member releases them.</summary>
    public DateTimeOffset? ReleaseAt { get; set; }

    /// <summary>When it was released as a whole; null: it lasts.</summary>
    public DateTimeOffset? ReleasedAt { get; private set; }

    /// <summary>How many seats went on sale with <see cref="ReleasedAt"/>.</summary>
    public int SeatsReleased { get; private set; }

    /// <summary>How many seats were sold out of it until <see cref="ReleasedAt"/>.</summary>
    public int SeatsSold { get; private set; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Ends it. Its seats have no allotment any more.</summary>
    /// <param name="released">Seats that went on sale.</param>
    /// <param name="sold">Seats that were sold.</param>
    public void Release(int released, int sold, DateTimeOffset now)
    {
        Invariant.Holds(ReleasedAt is null && released >= 0 && sold >= 0);
        (ReleasedAt, SeatsReleased, SeatsSold) = (now, released, sold);
    }
}

/// <summary>Whom seats are set aside for. It is a label: any member of the box office sells them.</summary>
public enum AllotmentKind
{
    BoxOffice,
    Partner,
    Sponsor,
    Press,
    Artist,
}

/// <summary>What members set of an allotment.</summary>
/// <param name="Color"><c>#rrggbb</c>.</param>
/// <param name="ReleaseAt">Null: by hand.</param>
public sealed record AllotmentTerms(string? Name, AllotmentKind Kind, string? Color, DateTimeOffset? ReleaseAt)
{
    public const int NameLengthMax = 80;

    /// <summary>Where none is chosen.</summary>
    public const string UsualColor = "#8a5cf6";

    private const int ColorLength = 7;

    /// <summary>The terms of a stored allotment.</summary>
    public static AllotmentTerms Of(Allotment stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        return new AllotmentTerms(stored.Name, stored.Kind, stored.Color, stored.ReleaseAt);
    }

    /// <summary>Validation errors, empty if valid.</summary>
    public IReadOnlyList<AllotmentFault> Faults(DateTimeOffset now)
    {
        List<AllotmentFault> faults = [];
        if (!TypedText.IsName(TypedText.Line(Name), NameLengthMax))
        {
            faults.Add(new AllotmentFault(nameof(Name), "Give the allotment a name of at most 80 characters."));
        }

        if (!Enum.IsDefined(Kind))
        {
            faults.Add(new AllotmentFault(nameof(Kind), "Choose whom the seats are for."));
        }

        if (Color is not { Length: ColorLength } color || color[0] != '#' || !color.Skip(1).All(char.IsAsciiHexDigit))
        {
            faults.Add(new AllotmentFault(nameof(Color), "Choose a colour."));
        }

        if (ReleaseAt <= now)
        {
            faults.Add(new AllotmentFault(nameof(ReleaseAt), "The time of release has to be in the future."));
        }

        return faults;
    }
}

/// <param name="Field">The name of the invalid value.</param>
/// <param name="Sentence">An English sentence, which is also the resource key.</param>
public sealed record AllotmentFault(string Field, string Sentence);
