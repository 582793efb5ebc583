using Ticketing.Core.Access;

namespace Ticketing.Core.Ordering.Export;

/// <summary>What a row of an export is.</summary>
public enum ExportKind
{
    /// <summary>An order.</summary>
    Orders,

    /// <summary>A ticket: a live seat of an order whose tickets are issued.</summary>
    Attendees,
}

public enum ExportFormat
{
    Csv,
    Xlsx,
}

/// <summary>
/// Exports an organization's orders or attendees to a file. For who serves buyers: files contain names, addresses and phone numbers. Each
/// export is recorded in the audit log; an account runs one at a time.
/// </summary>
/// <param name="Columns">In the file's order.</param>
/// <param name="Separator">Of CSV: a comma or a semicolon.</param>
/// <param name="Language">Decides the decimal separator of CSV: <c>en</c> or <c>de</c>.</param>
/// <param name="Progress">Under which <see cref="ExportState"/> can be read; null: nobody asks.</param>
public sealed record ExportOrders(
    OrderFilter Filter,
    ExportKind Kind,
    ExportFormat Format,
    IReadOnlyList<ExportColumn> Columns,
    char Separator,
    string Language,
    Guid? Progress,
    Caller Caller)
{
    /// <summary>The name of a price tier, of attendees only; empty: all.</summary>
    public string Tier { get; init; } = "";

    /// <summary>Rows of a sheet that spreadsheets open, without the heading.</summary>
    public const int SheetRowsMax = 1_048_575;
}

/// <summary>How far a running export is.</summary>
/// <param name="Written">Rows.</param>
/// <param name="Total">Rows that matched when it began.</param>
/// <param name="IsDone">Whether the file is complete.</param>
public sealed record ExportState(long Written, long Total, bool IsDone);

public enum ExportRefusal
{
    /// <summary>The caller has no such organization.</summary>
    NotFound,

    /// <summary>The caller's role sees no buyers.</summary>
    NotAllowed,

    /// <summary>No column, an unknown one, or one twice.</summary>
    ColumnsInvalid,

    /// <summary>The account has another export that is running.</summary>
    Running,

    /// <summary>More rows than <see cref="ExportOrders.SheetRowsMax"/>.</summary>
    TooManyRows,

    /// <summary>The account has exported too often within some minutes.</summary>
    TooOften,
}
