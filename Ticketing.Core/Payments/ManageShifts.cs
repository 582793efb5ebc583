using Ticketing.Core.Access;
using Ticketing.Core.Common;

namespace Ticketing.Core.Payments;

/// <summary>Opens the caller's shift in an organization.</summary>
/// <param name="OpeningFloat">What is in the drawer, with its currency; minor units.</param>
public sealed record OpenShift(OrganizationId Organization, Money OpeningFloat, Caller Caller);

/// <summary>Closes a shift: the caller's own, or any where the caller runs the organization's sales.</summary>
/// <param name="Counted">What was counted in the drawer; minor units of the shift's currency.</param>
/// <param name="Note">About a difference; null or empty: none.</param>
public sealed record CloseShift(ShiftId Shift, long Counted, string? Note, Caller Caller);

public enum ShiftRefusal
{
    /// <summary>There is no such organization or shift, or it is not the caller's.</summary>
    NotFound,

    /// <summary>Keys of an organization have no drawer.</summary>
    MembersOnly,

    /// <summary>The member has an open shift in this organization.</summary>
    AlreadyOpen,

    AlreadyClosed,

    /// <summary>Negative, or more than a drawer holds.</summary>
    AmountInvalid,

    /// <summary>No ISO 4217 code.</summary>
    CurrencyInvalid,

    /// <summary>The note is too long, or has characters that cannot be stored.</summary>
    NoteInvalid,

    /// <summary>Too many changes of the account within a short time.</summary>
    TooOften,
}

/// <summary>A shift with the money of its drawer. Minor units of its currency.</summary>
/// <param name="CashIn">Cash taken.</param>
/// <param name="CashOut">Cash paid back.</param>
/// <param name="Terminal">Taken at a card terminal; not in the drawer.</param>
/// <param name="Sales">Orders of the box office that were sold in it.</param>
public sealed record ShiftFigures(BoxOfficeShift Shift, long CashIn, long CashOut, long Terminal, int Sales)
{
    /// <summary>The maximum amount of a drawer: far more than one holds; minor units.</summary>
    public const long AmountMax = int.MaxValue;

    /// <summary>What the drawer should hold now, or should have held at the end.</summary>
    public long Expected => Shift.Expected ?? ExpectedOf(Shift.OpeningFloat, CashIn, CashOut);

    /// <summary>The rule: float + cash in − cash out.</summary>
    public static long ExpectedOf(long openingFloat, long cashIn, long cashOut) => checked(openingFloat + cashIn - cashOut);
}
