using Ticketing.Core.Common;
using Ticketing.Core.Inventory.Allotments;
using Ticketing.Core.Ordering;
using Ticketing.Core.Payments;
using Ticketing.Infrastructure.Inventory.Allotments;

namespace Ticketing.App.BoxOffice.Api;

/// <summary>An allotment of a performance.</summary>
/// <param name="Kind"><c>box-office</c>, <c>partner</c>, <c>sponsor</c>, <c>press</c> or <c>artist</c>.</param>
/// <param name="Color"><c>#rrggbb</c>.</param>
/// <param name="ReleaseAt">When its seats go on sale to the public; null: by hand.</param>
/// <param name="ReleasedAt">When it ended; null: it lasts.</param>
/// <param name="Free">Seats that the box office can sell out of it; of an ended one 0.</param>
public sealed record AllotmentAnswer(
    Guid Id, Guid PerformanceId, string Name, string Kind, string Color, DateTimeOffset? ReleaseAt, DateTimeOffset? ReleasedAt, int Free, int Held,
    int Sold)
{
    public static AllotmentAnswer Of(AllotmentRow row) => new(
        row.Allotment.Id.Value, row.Allotment.PerformanceId.Value, row.Allotment.Name, row.Allotment.Kind.ToWord(), row.Allotment.Color,
        row.Allotment.ReleaseAt, row.Allotment.ReleasedAt, row.Free, row.Held, row.Allotment.ReleasedAt is null ? row.Sold : row.Allotment.SeatsSold);
}

/// <param name="Next">Always null: a performance has few.</param>
public sealed record AllotmentsAnswer(IReadOnlyList<AllotmentAnswer> Items, string? Next);

/// <summary>Body of a new allotment.</summary>
/// <param name="Kind"><c>box-office</c>, <c>partner</c>, <c>sponsor</c>, <c>press</c> or <c>artist</c>.</param>
/// <param name="Seats">
/// Names: a seat (<c>Stalls-A-12</c>), a range (<c>Stalls-A-1..12</c>), a row (<c>Stalls-A</c>), a section (<c>Stalls</c>), places of an area
/// (<c>Floor x 50</c>), a category by its key (<c>category:vip</c>).
/// </param>
/// <param name="Color"><c>#rrggbb</c>.</param>
/// <param name="ReleaseAt">When its seats go on sale to the public; left out: by hand.</param>
public sealed record AllotmentRequest(
    string Name, string Kind, IReadOnlyList<string> Seats, string Color = AllotmentTerms.UsualColor, DateTimeOffset? ReleaseAt = null);

/// <summary>Body of a change of seats.</summary>
/// <param name="Seats">Names as of a new allotment.</param>
public sealed record AllotmentSeatsRequest(IReadOnlyList<string> Seats);

/// <summary>Body of a release.</summary>
/// <param name="Seats">Names as of a new allotment; left out: all, which ends it.</param>
public sealed record AllotmentReleaseRequest(IReadOnlyList<string>? Seats = null);

/// <summary>Body of a sale at the box office.</summary>
/// <param name="Seats">Labels of seats: <c>Stalls-A-12</c>. Seats of allotments too.</param>
/// <param name="Means"><c>cash</c> (into the drawer of the caller's open shift), <c>terminal</c> or <c>comp</c>.</param>
/// <param name="Given">Of cash: what the buyer gave, minor units; left out: the exact amount.</param>
/// <param name="Note">Of a terminal: its receipt's number. Of a complimentary ticket: the reason.</param>
/// <param name="Email">Where the tickets are mailed; left out: nowhere.</param>
/// <param name="Locale"><c>en</c> or <c>de</c>.</param>
/// <param name="Reductions">
/// Names of reduced prices by the labels of seats: <c>{"Stalls-A-12": "Child"}</c>; the performance's tiers list them. Seats that are left out have
/// the full price. Group prices apply by themselves. Complimentary tickets have no reduced price.
/// </param>
/// <param name="Total">The total that the buyer was told, minor units: another one is refused. Left out: whatever the seats cost.</param>
public sealed record BoxOfficeSaleRequest(
    IReadOnlyList<string> Seats, string Means, long? Given = null, string? Note = null, string? Name = null, string? Email = null,
    string Locale = "en", IReadOnlyDictionary<string, string>? Reductions = null, long? Total = null);

/// <param name="Total">Minor units.</param>
/// <param name="Change">What the buyer gets back; minor units.</param>
public sealed record BoxOfficeSaleAnswer(Guid OrderId, string Number, string Status, long Total, string Currency, long Change)
{
    public static BoxOfficeSaleAnswer Of(Order order, long change) =>
        new(order.Id.Value, order.Number, order.Status.ToWord(), order.Total, order.Currency, change);
}

/// <summary>Body of a new shift.</summary>
/// <param name="OpeningFloat">What is in the drawer; minor units.</param>
/// <param name="Currency">ISO 4217.</param>
public sealed record ShiftRequest(long OpeningFloat, string Currency);

/// <summary>Body of the end of a shift.</summary>
/// <param name="Counted">What was counted in the drawer; minor units.</param>
/// <param name="Note">About a difference.</param>
public sealed record ShiftEndRequest(long Counted, string? Note = null);

/// <summary>A member's time at a cash drawer; amounts are minor units.</summary>
/// <param name="Expected">Float + cash in − cash out.</param>
/// <param name="Terminal">Taken at card terminals; not in the drawer.</param>
/// <param name="Counted">Null: open; so is the difference.</param>
public sealed record ShiftAnswer(
    Guid Id, string Member, string Currency, DateTimeOffset OpenedAt, DateTimeOffset? ClosedAt, long OpeningFloat, long CashIn, long CashOut,
    long Terminal, long Expected, long? Counted, long? Difference, string? Note)
{
    public static ShiftAnswer Of(ShiftFigures figures) => new(
        figures.Shift.Id.Value, figures.Shift.MemberName, figures.Shift.Currency, figures.Shift.OpenedAt, figures.Shift.ClosedAt,
        figures.Shift.OpeningFloat, figures.CashIn, figures.CashOut, figures.Terminal, figures.Expected, figures.Shift.Counted,
        figures.Shift.Difference, figures.Shift.Note);
}

/// <param name="Next">For <c>after</c> of the next request; null on the last page.</param>
public sealed record ShiftsAnswer(IReadOnlyList<ShiftAnswer> Items, string? Next);
