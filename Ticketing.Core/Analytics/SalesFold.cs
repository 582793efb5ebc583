namespace Ticketing.Core.Analytics;

/// <summary>Adds up figures by cell. Cells whose figures are all 0 are left out.</summary>
public sealed class SalesFold
{
    private readonly Dictionary<SalesCell, SalesSums> _cells = [];

    /// <summary>The sums, ordered by their keys: two writers lock rows in the same order.</summary>
    public IReadOnlyList<SalesLine> Lines =>
    [
        .. _cells.Where(cell => !cell.Value.IsEmpty).Select(cell => new SalesLine(cell.Key, cell.Value))
            .OrderBy(line => line.Cell.Performance.Value).ThenBy(line => line.Cell.Minute).ThenBy(line => line.Cell.Tier.Value)
            .ThenBy(line => line.Cell.Section, StringComparer.Ordinal).ThenBy(line => line.Cell.Channel, StringComparer.Ordinal)
            .ThenBy(line => line.Cell.Currency, StringComparer.Ordinal),
    ];

    public SalesFold Add(IEnumerable<SalesLine> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        foreach (var line in lines)
        {
            Add(line.Cell, line.Sums);
        }

        return this;
    }

    public SalesFold Subtract(IEnumerable<SalesLine> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        foreach (var line in lines)
        {
            Add(line.Cell, -line.Sums);
        }

        return this;
    }

    public void Add(SalesCell cell, SalesSums sums) => _cells[cell] = _cells.GetValueOrDefault(cell) + sums;
}
