using System.Globalization;

namespace Ticketing.Load.Report;

/// <summary>A table printed line by line.</summary>
internal sealed class Table(params string[] columns)
{
    private const int WidthMin = 9;

    private bool _isBegun;

    /// <param name="cells">Texts are printed unchanged; callers format decimals.</param>
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
