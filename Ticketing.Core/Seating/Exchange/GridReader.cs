using System.Text.Json;
using System.Text.RegularExpressions;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.Core.Seating.Exchange;

/// <summary>
/// Reads a table of cells, whose lines may be of different lengths: a seat is a label, an object with a label or a single letter;
/// nothing, 0 and signs are gaps; other words are furniture.
/// </summary>
internal sealed partial class GridReader(ImportedPlan plan)
{
    private const double CellWidth = 52;
    private const double CellHeight = 90;
    private const double GridGap = 300;

    private static readonly string[] GridFields = ["grid", "cells", "rows", "seats", "layout", "map"];
    private static readonly string[] FloorFields = ["floors", "levels", "sections", "zones", "halls"];
    private static readonly string[] LabelFields = ["label", "name", "text", "seat", "number"];
    private static readonly string[] TypeFields = ["type", "kind"];

    private static readonly HashSet<string> SeatTypes =
        new(StringComparer.OrdinalIgnoreCase) { "seat", "plass", "platz", "place", "chair", "pc" };

    private double _top;

    private readonly record struct Cell(string? Row, string Number, string? Furniture, string? Category, string? ExternalId);

    public static bool Recognizes(JsonElement root) => Grids(root).Any();

    public void Read(JsonElement root)
    {
        plan.Name = TextCleaner.Name(root.Field("name", "title").AsText(), plan.Notes);
        foreach (var (name, grid) in Grids(root))
        {
            ReadGrid(plan.AddZone(name), grid);
            if (plan.IsTooLarge)
            {
                return;
            }
        }
    }

    private static IEnumerable<(string? Name, JsonElement Grid)> Grids(JsonElement root)
    {
        if (IsGrid(root))
        {
            return [(null, root)];
        }

        return root.Field(FloorFields).AsItems().Append(root)
            .Select(owner => (owner.Field("name", "title").AsText(), Grid: GridFields.Select(field => owner.Field(field))
                .FirstOrDefault(field => field is { } value && IsGrid(value))))
            .Where(found => found.Grid is not null).Select(found => (found.Item1, found.Grid!.Value));
    }

    private static bool IsGrid(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array && value.EnumerateArray().Any(line => line.ValueKind == JsonValueKind.Array);

    private void ReadGrid(ImportedZone zone, JsonElement grid)
    {
        var furniture = new Dictionary<(int Line, int Column), string>();
        var (line, seatLines) = (0, 0);
        foreach (var cells in grid.EnumerateArray())
        {
            var rows = new Dictionary<string, List<ImportedSeat>>(StringComparer.Ordinal);
            foreach (var (item, column) in ((JsonElement?)cells).AsItems().Select((item, column) => (item, column)))
            {
                if (CellOf(item) is not { } cell)
                {
                    continue;
                }

                if (cell.Furniture is not null)
                {
                    furniture[(line, column)] = cell.Furniture;
                    continue;
                }

                if (!plan.TryTake(1))
                {
                    return;
                }

                var row = cell.Row ?? "";
                rows.TryAdd(row, []);
                var at = new PlanPoint(column * CellWidth, _top + (line * CellHeight));
                rows[row].Add(new ImportedSeat(cell.Number, at, cell.Category, ExternalId: cell.ExternalId));
            }

            seatLines += rows.Count > 0 ? 1 : 0;
            foreach (var (row, seats) in rows)
            {
                plan.AddRow(zone, row.Length > 0 ? row : NoteList.Text(seatLines), Numbered(seats));
            }

            plan.Notes.Count(ExchangeNoteKind.EmptyRows, by: rows.Count == 0 ? 1 : 0);
            line++;
        }

        AddFurniture(furniture);
        _top += (line * CellHeight) + GridGap;
    }

    // Where each seat is a 1, the cells are marks and no numbers.
    private static List<ImportedSeat> Numbered(List<ImportedSeat> seats) =>
        seats.Count > 1 && seats.All(seat => seat.Number == seats[0].Number) ? [.. seats.Select(seat => seat with { Number = "" })] : seats;

    private static Cell? CellOf(JsonElement item)
    {
        var type = item.Field(TypeFields).AsText()?.Trim();
        var label = (item.ValueKind == JsonValueKind.Object ? item.Field(LabelFields) : item).AsText() ?? "";
        label = TextCleaner.Short(label.Trim());
        if (type is { Length: > 0 } && !SeatTypes.Contains(type))
        {
            return IsGap(type) ? null : new Cell(null, "", label.Length > 0 ? label : type, null, null);
        }

        if (type is null && IsGap(label))
        {
            return null;
        }

        var isWord = type is null && label.Length > 1 && !label.Any(char.IsDigit);
        if (isWord)
        {
            return new Cell(null, "", label, null, null);
        }

        var (row, number) = Parts(label);
        return new Cell(
            item.Field("row").AsText() ?? row, number, null, item.Field("category").AsText(),
            item.Field("guid", "seat_guid", "id").AsText());
    }

    private static bool IsGap(string text) =>
        text is "" or "0" || text.Equals("empty", StringComparison.OrdinalIgnoreCase)
        || text.All(c => char.IsPunctuation(c) || char.IsWhiteSpace(c));

    // "Rad 1, Plass 12" and "A12" name the row too; "12" does not, and a single letter is a seat without a number.
    private static (string? Row, string Number) Parts(string label)
    {
        if (Sentence().Match(label) is { Success: true } sentence)
        {
            return (sentence.Groups["row"].Value, sentence.Groups["seat"].Value);
        }

        if (Short().Match(label) is { Success: true } brief)
        {
            return (brief.Groups["row"].Value, brief.Groups["seat"].Value);
        }

        return (null, label.Length == 1 && char.IsLetter(label[0]) ? "" : label);
    }

    // Equal cells side by side are one piece of furniture.
    private void AddFurniture(Dictionary<(int Line, int Column), string> cells)
    {
        foreach (var ((line, column), word) in cells.OrderBy(cell => cell.Key).ToList())
        {
            if (!cells.ContainsKey((line, column)))
            {
                continue;
            }

            bool IsSame(int y, int x) => cells.TryGetValue((y, x), out var other) && other == word;
            var (right, bottom) = (column, line);
            while (IsSame(line, right + 1))
            {
                right++;
            }

            while (Enumerable.Range(column, right - column + 1).All(x => IsSame(bottom + 1, x)))
            {
                bottom++;
            }

            for (var y = line; y <= bottom; y++)
            {
                for (var x = column; x <= right; x++)
                {
                    cells.Remove((y, x));
                }
            }

            Add(TextCleaner.Name(word, plan.Notes), (column - 0.5) * CellWidth, line - 0.5, (right + 0.5) * CellWidth, bottom + 0.5);
        }
    }

    private void Add(string word, double left, double firstLine, double right, double endLine)
    {
        var (top, bottom) = (_top + (firstLine * CellHeight), _top + (endLine * CellHeight));
        var box = Library.Sketch.Box(left, top, right, bottom);
        if (PretixFormat.IsStage(word))
        {
            plan.Decor.Add(new StageObject { Id = NextId("stage"), Text = word, Points = box });
            return;
        }

        plan.Decor.Add(new ShapeObject { Id = NextId("shape"), Fill = ShapeFill.Platform, Points = box });
        plan.Decor.Add(new TextObject
        {
            Id = NextId("text"),
            Text = word,
            X = (left + right) / 2,
            Y = (top + bottom) / 2,
            Size = Math.Clamp((right - left) / (0.6 * word.Length), 12, 60),
        });
    }

    private string NextId(string kind) => $"{kind}-{NoteList.Text(plan.Decor.Count + 1)}";

    [GeneratedRegex(
        @"^\p{L}+\.?\s*(?<row>[\p{L}\p{Nd}]{1,10})\s*[,;/–-]?\s+\p{L}+\.?\s*(?<seat>[\p{L}\p{Nd}]{1,10})$",
        RegexOptions.CultureInvariant)]
    private static partial Regex Sentence();

    [GeneratedRegex(@"^(?<row>\p{L}{1,2})[\s.-]?(?<seat>\p{Nd}{1,5})$", RegexOptions.CultureInvariant)]
    private static partial Regex Short();
}
