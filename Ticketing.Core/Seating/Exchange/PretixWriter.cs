using System.Text.Json;
using Ticketing.Core.Seating.Compiled;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.Core.Seating.Exchange;

/// <summary>Writes pretix' seating plan: a zone per section, and one without rows for the drawing.</summary>
internal sealed class PretixWriter
{
    private const double MarginPixels = 40;
    private const double SeatRadiusMin = 1;
    private const string Ink = "#333333";

    private readonly PlanDocument _document;
    private readonly IReadOnlyDictionary<SeatKey, string>? _externalIds;
    private readonly PlanSeats _plan;
    private readonly string[] _categories;
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly NoteList _notes = new(ExchangeLimits.Default.NotesMax);
    private readonly PlanPoint _origin;
    private readonly PlanPoint _end;

    public PretixWriter(PlanDocument document, IReadOnlyDictionary<SeatKey, string>? externalIds)
    {
        (_document, _externalIds) = (document, externalIds);
        _plan = PlanSeats.Of(document);
        _categories = UniqueNames(document.Categories);

        // The format's canvas begins at 0.
        var points = _plan.Seats.Select(seat => seat.At).Concat(_plan.Sound.SelectMany(PointsOf)).DefaultIfEmpty().ToList();
        var margin = MarginPixels * PretixFormat.PixelCm;
        _origin = new PlanPoint(Math.Floor(points.Min(p => p.X) - margin), Math.Floor(points.Min(p => p.Y) - margin));
        _end = new PlanPoint(points.Max(p => p.X) + margin, points.Max(p => p.Y) + margin);
    }

    public WrittenPlan Write()
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("name", _document.Name);
            json.WriteStartObject("size");
            json.WriteNumber("width", (long)Math.Ceiling((_end.X - _origin.X) / PretixFormat.PixelCm));
            json.WriteNumber("height", (long)Math.Ceiling((_end.Y - _origin.Y) / PretixFormat.PixelCm));
            json.WriteEndObject();
            json.WriteStartArray("categories");
            foreach (var (category, i) in _document.Categories.Select((category, i) => (category, i)))
            {
                json.WriteStartObject();
                json.WriteString("name", _categories[i]);
                json.WriteString("color", category.Color);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("zones");
            WriteDrawing(json);
            foreach (var section in _plan.Rows().GroupBy(row => row[0].Section))
            {
                WriteZone(json, _document.Sections[section.Key], [.. section]);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        NoteLosses();
        return new WrittenPlan(bytes.ToArray(), "application/json", _notes.ToList());
    }

    private void WriteZone(Utf8JsonWriter json, PlanSection section, List<List<DrawnSeat>> rows)
    {
        json.WriteStartObject();
        json.WriteString("name", section.Name);
        json.WriteString("zone_id", section.Key);
        var corner = Pixels(new PlanPoint(rows.Min(row => row.Min(seat => seat.At.X)), rows.Min(row => row.Min(seat => seat.At.Y))));
        WritePoint(json, "position", corner);
        json.WriteStartArray("rows");
        foreach (var row in rows)
        {
            var first = Pixels(row[0].At);
            json.WriteStartObject();
            json.WriteString("row_number", row[0].RowName);
            json.WriteString("row_number_position", "both");
            WritePoint(json, "position", first - corner);
            json.WriteStartArray("seats");
            foreach (var seat in row)
            {
                WriteSeat(json, seat, Pixels(seat.At) - first);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("areas");
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteSeat(Utf8JsonWriter json, DrawnSeat seat, PlanPoint at)
    {
        var key = new SeatKey(seat.Drawn.Id, seat.Row, seat.Ordinal);
        var id = _externalIds?.GetValueOrDefault(key) ?? key.ToString();
        while (!_ids.Add(id))
        {
            id = $"{key}/{NoteList.Text(_ids.Count)}";
        }

        json.WriteStartObject();
        json.WriteString("seat_guid", id);
        json.WriteString("seat_number", seat.Number);
        WritePoint(json, "position", at);
        json.WriteString("category", seat.Category < 0 ? "" : _categories[seat.Category]);
        json.WriteNumber("radius", Math.Max(Math.Round(_document.SeatRadius / PretixFormat.PixelCm, 1), SeatRadiusMin));
        json.WriteEndObject();
        _notes.Count(ExchangeNoteKind.KindsNotWritten, by: seat.Kind == SeatKind.Regular ? 0 : 1);
    }

    private void WriteDrawing(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("name", _document.Name);
        json.WriteString("zone_id", "drawing");
        WritePoint(json, "position", default);
        json.WriteStartArray("rows");
        json.WriteEndArray();
        json.WriteStartArray("areas");
        foreach (var drawn in _plan.Sound)
        {
            WriteDecor(json, drawn);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteDecor(Utf8JsonWriter json, PlanObject drawn)
    {
        switch (drawn)
        {
            case ShapeObject shape:
                WritePolygon(json, shape.Points, PretixFormat.ColorOf(shape.Fill), "");
                break;
            case StageObject stage:
                WritePolygon(json, stage.Points, PretixFormat.StageColor, stage.Text);
                break;
            case AreaObject area:
                var section = _document.Sections.First(known => known.Key == area.Section).Name;
                WritePolygon(json, area.Points, PretixFormat.ColorOf(ShapeFill.Line), section);
                _notes.Add(ExchangeNoteKind.PlacesNotWritten, section, NoteList.Text(area.Capacity));
                break;
            case TableObject { Shape: TableShape.Rectangular } table:
                WritePolygon(json, [.. PlanSeats.TopOf(table)], PretixFormat.ColorOf(ShapeFill.Table), "");
                break;
            case TableObject table:
                BeginArea(json, "circle", new PlanPoint(table.X, table.Y), 0, PretixFormat.ColorOf(ShapeFill.Table), "", default, null);
                json.WriteStartObject("circle");
                json.WriteNumber("radius", Math.Round(table.Width / 2 / PretixFormat.PixelCm, 2));
                json.WriteEndObject();
                json.WriteEndObject();
                break;
            case TextObject text:
                BeginArea(json, "text", new PlanPoint(text.X, text.Y), text.Angle, Ink, text.Text, default, text.Size);
                json.WriteEndObject();
                break;
        }
    }

    private void WritePolygon(Utf8JsonWriter json, IReadOnlyList<PlanPoint> points, string color, string text)
    {
        BeginArea(json, "polygon", points[0], 0, color, text, Pixels(PlanSeats.MiddleOf(points)) - Pixels(points[0]), null);
        json.WriteStartObject("polygon");
        json.WriteStartArray("points");
        foreach (var point in points)
        {
            json.WriteStartObject();
            WriteNumbers(json, Pixels(point) - Pixels(points[0]));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void BeginArea(
        Utf8JsonWriter json, string shape, PlanPoint at, double rotation, string color, string text, PlanPoint textAt, double? textSize)
    {
        json.WriteStartObject();
        json.WriteString("shape", shape);
        json.WriteString("color", color);
        json.WriteString("border_color", Ink);
        json.WriteNumber("rotation", Math.Round(rotation, 2));
        WritePoint(json, "position", Pixels(at));
        json.WriteStartObject("text");
        WritePoint(json, "position", textAt);
        json.WriteString("color", Ink);
        json.WriteString("text", text);
        json.WriteNumber("size", Math.Round((textSize ?? 60) / PretixFormat.PixelCm, 2));
        json.WriteEndObject();
    }

    private void NoteLosses()
    {
        if (_document.Focus is not null)
        {
            _notes.Add(ExchangeNoteKind.FocusNotWritten);
        }

        _notes.Count(ExchangeNoteKind.EntrancesNotWritten, by: _document.Sections.Count(section => section.Entrance is not null));
        _notes.Count(ExchangeNoteKind.PicturesNotWritten, by: _document.Objects.OfType<PictureObject>().Count());
        _notes.Count(ExchangeNoteKind.ObjectsNotWritten, by: _plan.LeftOut);
    }

    private static string[] UniqueNames(IReadOnlyList<PlanCategory> categories)
    {
        // Seats refer to categories by name.
        var names = new HashSet<string>(StringComparer.Ordinal);
        return
        [
            .. categories.Select(category =>
            {
                var name = category.Name;
                for (var number = 2; !names.Add(name); number++)
                {
                    name = $"{category.Name} {NoteList.Text(number)}";
                }

                return name;
            }),
        ];
    }

    private static IEnumerable<PlanPoint> PointsOf(PlanObject drawn) => drawn switch
    {
        ShapeObject shape => shape.Points,
        StageObject stage => stage.Points,
        AreaObject area => area.Points,
        TextObject text => [new PlanPoint(text.X, text.Y)],
        _ => [],
    };

    private PlanPoint Pixels(PlanPoint point) => new(
        Math.Round((point.X - _origin.X) / PretixFormat.PixelCm, 2), Math.Round((point.Y - _origin.Y) / PretixFormat.PixelCm, 2));

    private static void WritePoint(Utf8JsonWriter json, string name, PlanPoint pixels)
    {
        json.WriteStartObject(name);
        WriteNumbers(json, pixels);
        json.WriteEndObject();
    }

    private static void WriteNumbers(Utf8JsonWriter json, PlanPoint pixels)
    {
        json.WriteNumber("x", Math.Round(pixels.X, 2));
        json.WriteNumber("y", Math.Round(pixels.Y, 2));
    }
}
