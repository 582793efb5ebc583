using Ticketing.Core.Common;

namespace Ticketing.Core.Payments;

/// <summary>
/// A member's time at a cash drawer. What the drawer should hold follows from the cash payments and refunds that name the shift, whatever
/// the page that took them. Amounts are minor units of <see cref="Currency"/>.
/// </summary>
public sealed class BoxOfficeShift
{
    public const int NoteLengthMax = 200;

    public required ShiftId Id { get; init; }

    public required OrganizationId OrganizationId { get; init; }

    /// <summary>At most one open shift of a member in an organization: a unique index.</summary>
    public required UserId? MemberId { get; init; }

    /// <summary>The member's name when it was opened.</summary>
    public required string MemberName { get; init; }

    /// <summary>ISO 4217: a drawer holds one currency.</summary>
    public required string Currency { get; init; }

    /// <summary>What was in the drawer at the beginning.</summary>
    public required long OpeningFloat { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    public DateTimeOffset? ClosedAt { get; private set; }

    /// <summary>What was counted at the end; null: open.</summary>
    public long? Counted { get; private set; }

    /// <summary>What should have been there: float + cash in − cash out; null: open.</summary>
    public long? Expected { get; private set; }

    /// <summary><see cref="Counted"/> − <see cref="Expected"/>: negative where money is missing; null: open.</summary>
    public long? Difference { get; private set; }

    /// <summary>The member's words about a difference; null: none.</summary>
    public string? Note { get; private set; }

    public bool IsOpen => ClosedAt is null;

    /// <summary>Closes it; afterwards no cash goes into or out of its drawer.</summary>
    public void Close(long counted, long expected, string? note, DateTimeOffset now)
    {
        Invariant.Holds(IsOpen && counted >= 0);
        (ClosedAt, Counted, Expected, Difference, Note) = (now, counted, expected, counted - expected, note);
    }
}
