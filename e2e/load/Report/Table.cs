using System.Globalization;

namespace Ticketing.Load.Report;

/// <summary>A table that is printed while it grows, a line at a time.</summary>
internal sealed class Table(params string[] columns)
{
    private const int WidthMin = 9;

    private bool _isBegun;

    /// <param name="cells">Numbers with their digits behind the point are formatted by the caller; text is set as it is.</param>
    public void Line(params IReadOnlyList<object> cells)
    {
        if (!_isBegun)
        {
            _isBegun = true;
            Write(columns);
        }

        Write(cells.Select(cell => cell switch
        {
            double number => number.ToString(number >= 100 ? "#,0" : "0.00", CultureInfo.InvariantCulture),
            IFormattable other => other.ToString("#,0", CultureInfo.InvariantCulture),
            _ => cell.ToString() ?? "",
        }));
    }

    private void Write(IEnumerable<string> cells) =>
        Console.WriteLine("  " + string.Join("  ", cells.Zip(columns, (cell, column) => cell.PadLeft(Math.Max(WidthMin, column.Length)))));
}
