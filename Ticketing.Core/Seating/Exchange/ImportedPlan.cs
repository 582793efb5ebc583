using Ticketing.Core.Seating.Plans;

namespace Ticketing.Core.Seating.Exchange;

/// <summary>A seat of a foreign file.</summary>
/// <param name="Category">The category's name; null: none.</param>
internal sealed record ImportedSeat(
    string Number, PlanPoint At, string? Category = null, SeatKind Kind = SeatKind.Regular, string? ExternalId = null);

/// <summary>A row of a foreign file, in the file's order.</summary>
internal sealed record ImportedRow(string Name, List<ImportedSeat> Seats);

/// <summary>A section of a foreign file.</summary>
internal sealed record ImportedZone(string Name, List<ImportedRow> Rows);

/// <summary>What all foreign files are read to: seats with positions in centimetres, in rows, in zones.</summary>
internal sealed class ImportedPlan(NoteList notes, int seatsMax)
{
    private int _seats;

    public string Name { get; set; } = "";

    /// <summary>Names and colours.</summary>
    public List<(string Name, string? Color)> Categories { get; } = [];

    public List<ImportedZone> Zones { get; } = [];

    /// <summary>Stages, shapes and texts.</summary>
    public List<PlanObject> Decor { get; } = [];

    public NoteList Notes => notes;

    /// <summary>More seats than allowed: the reader stops.</summary>
    public bool IsTooLarge { get; private set; }

    public bool HasSeats => _seats > 0;

    public ImportedZone AddZone(string? name)
    {
        var zone = new ImportedZone(TextCleaner.Name(name, notes), []);
        Zones.Add(zone);
        return zone;
    }

    /// <summary>Counts seats before they are made; false: there are too many.</summary>
    public bool TryTake(long seats)
    {
        IsTooLarge |= _seats + seats > seatsMax;
        _seats = IsTooLarge ? _seats : _seats + (int)seats;
        return !IsTooLarge;
    }

    /// <summary>Adds a row to a zone, unless it is empty.</summary>
    public void AddRow(ImportedZone zone, string? name, List<ImportedSeat> seats)
    {
        if (seats.Count == 0)
        {
            notes.Count(ExchangeNoteKind.EmptyRows);
        }
        else
        {
            zone.Rows.Add(new ImportedRow(TextCleaner.Name(name, notes), seats));
        }
    }
}
