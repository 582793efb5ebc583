using Ticketing.Core.Seating.Compiled;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.Core.Seating.Exchange;

/// <summary>Makes a plan document of a foreign file: each row becomes the simplest objects that fit, equal rows become blocks.</summary>
/// <param name="idPrefix">Begins the id of each object, so that it is new in a plan that has objects already.</param>
internal sealed class PlanAssembler(ImportedPlan plan, string idPrefix)
{
    private readonly NoteList _notes = plan.Notes;
    private readonly CategoryKeys _categories = new(plan);
    private readonly List<PlanObject> _objects = [];
    private readonly List<TableObject> _tables = [];
    private readonly Dictionary<string, SeatKey> _externalIds = new(StringComparer.Ordinal);
    private PlanPoint? _stage;
    private int _radius;

    public IReadOnlyDictionary<string, SeatKey> ExternalIds => _externalIds;

    public PlanDocument Assemble(string defaultName)
    {
        var zones = SeatPlacement.Clean(plan);
        _stage = plan.Decor.OfType<StageObject>().Select(stage => (PlanPoint?)new PlanPoint(
            stage.Points.Average(p => p.X), stage.Points.Average(p => p.Y))).FirstOrDefault();
        _radius = SeatPlacement.Radius(zones, _notes);
        var fitter = new RowFitter(SeatPlacement.UsualStep(zones));
        var sections = new List<PlanSection>();
        foreach (var zone in zones)
        {
            var section = new PlanSection($"section-{NoteList.Text(sections.Count + 1)}", zone.Name);
            sections.Add(section);
            NoteRepeatedLabels(zone);
            AddRows(section.Key, zone, fitter);
            if (_objects.Count > PlanLimits.ObjectsMax)
            {
                // The caller refuses it; further rows need no fit.
                break;
            }
        }

        return new PlanDocument
        {
            Name = plan.Name.Length > 0 ? plan.Name : defaultName,
            SeatRadius = _radius,
            Categories = _categories.Categories,
            Sections = sections,
            Objects = [.. DecorWithoutTables(), .. _objects],
        };
    }

    private void NoteRepeatedLabels(ImportedZone zone)
    {
        var labels = new HashSet<(string, string)>();
        var repeated = zone.Rows.Sum(row => row.Seats.Count(seat => !labels.Add((row.Name, seat.Number))));
        _notes.Count(ExchangeNoteKind.LabelsRepeated, by: repeated);
    }

    private void AddRows(string section, ImportedZone zone, RowFitter fitter)
    {
        // Rows wait until a row that is no line or arc: only neighbours become a block.
        var waiting = new List<FittedRow>();
        foreach (var row in zone.Rows)
        {
            if (TableOf(row) is { } table)
            {
                AddBlocks(section, waiting);
                waiting.Clear();
                AddTable(section, row.Name, table.Table, table.Seats);
                continue;
            }

            var seats = FromLeft(row.Seats).ToArray();
            var pieces = fitter.Fit(seats.Select(seat => seat.At).ToArray());
            if (pieces.Count > 1)
            {
                _notes.Add(ExchangeNoteKind.RowSplit, zone.Name, row.Name, NoteList.Text(pieces.Count));
            }

            if (pieces.Any(piece => piece.Error > 1))
            {
                _notes.Add(ExchangeNoteKind.RowStraightened, zone.Name, row.Name);
            }

            waiting.AddRange(pieces.Select(piece =>
                FittedRow.Of(row.Name, piece.Rounded(), seats.AsSpan(piece.First, piece.Count), pieces.Count == 1)));
        }

        AddBlocks(section, waiting);
    }

    private (TableObject Table, ImportedSeat[] Seats)? TableOf(ImportedRow row)
    {
        foreach (var seats in new[] { row.Seats.ToArray(), [.. row.Seats.AsEnumerable().Reverse()] })
        {
            if (TableFitter.Fit([.. seats.Select(seat => seat.At)], _radius) is { } table)
            {
                return (table, seats);
            }
        }

        return null;
    }

    // Seats run from left to right for who looks at the stage; without a stage, on the drawing.
    private IEnumerable<ImportedSeat> FromLeft(List<ImportedSeat> seats)
    {
        var along = seats[^1].At - seats[0].At;
        var length = Math.Max(seats[0].At.DistanceTo(seats[^1].At), 1);
        var front = new PlanPoint(along.Y / length, -along.X / length);
        var toStage = _stage is { } stage ? stage - seats[seats.Count / 2].At : new PlanPoint(0, -1);
        var facing = ((front.X * toStage.X) + (front.Y * toStage.Y)) / Math.Max(toStage.DistanceTo(default), 1);
        return facing < -0.2 ? seats.AsEnumerable().Reverse() : seats;
    }

    private void AddBlocks(string section, List<FittedRow> rows)
    {
        foreach (var (run, block) in BlockFinder.Join(rows))
        {
            Add(section, [.. run.Select(row => row.Slots)], block ?? (SeatedObject)RowOf(run[0]));
        }
    }

    private void AddTable(string section, string name, TableObject table, ImportedSeat[] seats)
    {
        _tables.Add(table);
        Add(section, [seats], table with { Name = name, SeatNumbering = NumberFinder.Find([.. seats.Select(seat => seat.Number)]).Scheme });
    }

    private static RowObject RowOf(FittedRow row) => new()
    {
        Id = "",
        Name = row.Name,
        X = row.Piece.At.X,
        Y = row.Piece.At.Y,
        Angle = row.Piece.Angle,
        Radius = row.Piece.Radius,
        Seats = row.Slots.Length,
        Spacing = row.Piece.Spacing,
        Aisles = row.Piece.Aisles,
        SeatNumbering = row.Numbering,
    };

    private void Add(string section, ImportedSeat?[][] rows, SeatedObject drawn)
    {
        var common = SeatOverrides.CommonCategory(rows, _categories);
        var made = drawn with
        {
            Id = $"{idPrefix}seats-{NoteList.Text(_objects.Count + 1)}",
            Section = section,
            Category = common,
            Overrides = SeatOverrides.Of(rows, drawn.SeatNumbering, common, _categories, _notes),
        };
        _objects.Add(made);
        for (var row = 0; row < rows.Length; row++)
        {
            for (var seat = 0; seat < rows[row].Length; seat++)
            {
                if (rows[row][seat]?.ExternalId is { Length: > 0 } id)
                {
                    _externalIds.Add(id, new SeatKey(made.Id, row, seat));
                }
            }
        }
    }

    // A table draws its own top.
    private IEnumerable<PlanObject> DecorWithoutTables()
    {
        var tops = _tables.ToLookup(table => CellOf(table.X, table.Y));
        foreach (var decor in plan.Decor)
        {
            if (decor is not ShapeObject { Fill: ShapeFill.Table } shape || !IsTop(shape, tops))
            {
                yield return decor with { Id = idPrefix + decor.Id };
            }
        }
    }

    private static bool IsTop(ShapeObject shape, ILookup<(int, int), TableObject> tops)
    {
        var centre = new PlanPoint(shape.Points.Average(p => p.X), shape.Points.Average(p => p.Y));
        var reach = shape.Points.Max(p => p.DistanceTo(centre));
        var (column, row) = CellOf(centre.X, centre.Y);
        return Enumerable.Range(0, 9).SelectMany(i => tops[(column + (i % 3) - 1, row + (i / 3) - 1)]).Any(table =>
            new PlanPoint(table.X, table.Y).DistanceTo(centre) < 5 && Math.Abs(reach - ReachOf(table)) < 5);
    }

    private static double ReachOf(TableObject table) => table.Shape == TableShape.Round
        ? table.Width / 2
        : new PlanPoint(table.Width / 2, table.Depth / 2).DistanceTo(default);

    private static (int, int) CellOf(double x, double y) => ((int)Math.Floor(x / 10), (int)Math.Floor(y / 10));
}
