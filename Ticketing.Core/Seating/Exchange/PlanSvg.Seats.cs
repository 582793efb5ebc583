using System.Xml;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.Core.Seating.Exchange;

/// <content>Seats, rows, the legend, and the elements of the drawing.</content>
internal sealed partial class PlanSvg
{
    private sealed record LegendEntry(string Text, string Color, SeatKind Kind);

    private void WriteRow(XmlWriter xml, List<DrawnSeat> row)
    {
        double radius = _document.SeatRadius;
        foreach (var seat in row)
        {
            var color = seat.Category < 0 ? "#ffffff" : ColorOf(_document.Categories[seat.Category]);
            Seat(xml, seat.At, color, seat.Kind, radius - 2);
            Text(xml, seat.Number, seat.At, Math.Min(radius * 0.9, radius * 3 / Math.Max(seat.Number.Length, 1)));
        }

        if (row[0].Drawn is not TableObject)
        {
            // One and a half seats beyond both ends.
            RowName(xml, row[0], row.Count > 1 ? row[1].At : row[0].At + new PlanPoint(1, 0));
            RowName(xml, row[^1], row.Count > 1 ? row[^2].At : row[^1].At - new PlanPoint(1, 0));
        }
    }

    private void RowName(XmlWriter xml, DrawnSeat end, PlanPoint inner)
    {
        var away = end.At - inner;
        var length = Math.Max(end.At.DistanceTo(inner), 1);
        var reach = _document.SeatRadius * 2.2;
        var at = end.At + new PlanPoint(away.X / length * reach, away.Y / length * reach);
        Text(xml, end.RowName, at, _document.SeatRadius * 1.1, color: Faint, weight: "bold");
    }

    // The shape tells kinds apart, since a print may have no colours.
    private static void Seat(XmlWriter xml, PlanPoint at, string color, SeatKind kind, double radius)
    {
        (string, string)[] look =
        [
            ("fill", color), ("fill-opacity", "0.3"), ("stroke", kind == SeatKind.Regular ? color : Ink), ("stroke-width", "3"),
            ("stroke-dasharray", kind == SeatKind.RestrictedView ? "8 6" : "none"),
        ];
        if (kind is SeatKind.Wheelchair or SeatKind.Companion)
        {
            Shape(xml, "rect",
            [
                ("x", Number(at.X - radius)), ("y", Number(at.Y - radius)), ("width", Number(2 * radius)), ("height", Number(2 * radius)),
                ("rx", kind == SeatKind.Wheelchair ? "0" : Number(radius / 2)), .. look,
            ]);
        }
        else
        {
            Shape(xml, "circle", [("cx", Number(at.X)), ("cy", Number(at.Y)), ("r", Number(radius)), .. look]);
        }
    }

    private List<LegendEntry> Legend()
    {
        var categories = _document.Categories.Select((category, i) => (category, Seats: _plan.Seats.Count(seat => seat.Category == i)
                + _plan.Areas.Where(area => area.Category == category.Key).Sum(area => (long)area.Capacity)))
            .Where(entry => entry.Seats > 0)
            .Select(entry => new LegendEntry(
                $"{entry.category.Name}: {NoteList.Text(entry.Seats)}", ColorOf(entry.category), SeatKind.Regular));
        var kinds = _plan.Seats.Where(seat => seat.Kind != SeatKind.Regular).CountBy(seat => seat.Kind).OrderBy(kind => kind.Key)
            .Select(kind => new LegendEntry($"{SeatCsv.NameOf(kind.Key, _texts)}: {NoteList.Text(kind.Value)}", "#ffffff", kind.Key));
        return [.. categories, .. kinds];
    }

    private void WriteLegend(XmlWriter xml, List<LegendEntry> entries)
    {
        var at = new PlanPoint(_left + (_line * 2), _top + _height + (_line * 1.6));
        Text(xml, _document.Name, at, _line * 1.3, anchor: "start", weight: "bold");
        foreach (var entry in entries)
        {
            at += new PlanPoint(0, _line * 1.6);
            Seat(xml, at + new PlanPoint(_line * 0.5, 0), entry.Color, entry.Kind, _line * 0.5);
            Text(xml, entry.Text, at + new PlanPoint(_line * 1.6, 0), _line, anchor: "start");
        }
    }

    private static void Polygon(XmlWriter xml, IReadOnlyList<PlanPoint> points, string fill, string stroke, double opacity = 1) =>
        Shape(
            xml, "polygon", ("points", string.Join(' ', points.Select(p => $"{Number(p.X)},{Number(p.Y)}"))), ("fill", fill),
            ("fill-opacity", Number(opacity)), ("stroke", stroke), ("stroke-width", "3"));

    private static void Text(
        XmlWriter xml, string text, PlanPoint at, double size, double rotate = 0, string color = Ink, string weight = "normal",
        string? anchor = null)
    {
        if (text.Length == 0)
        {
            return;
        }

        xml.WriteStartElement("text", Namespace);
        Attribute(xml, "x", Number(at.X));
        Attribute(xml, "y", Number(at.Y));
        Attribute(xml, "font-size", Number(size));
        Attribute(xml, "dominant-baseline", "central");
        Attribute(xml, "fill", color);
        Attribute(xml, "font-weight", weight);
        if (anchor is not null)
        {
            Attribute(xml, "text-anchor", anchor);
        }

        if (rotate != 0)
        {
            Attribute(xml, "transform", $"rotate({Number(rotate)} {Number(at.X)} {Number(at.Y)})");
        }

        xml.WriteString(TextCleaner.ForXml(text));
        xml.WriteEndElement();
    }

    private static void Shape(XmlWriter xml, string name, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        xml.WriteStartElement(name, Namespace);
        foreach (var (attribute, value) in attributes)
        {
            Attribute(xml, attribute, value);
        }

        xml.WriteEndElement();
    }

    private static void Attribute(XmlWriter xml, string name, string value) => xml.WriteAttributeString(name, TextCleaner.ForXml(value));
}
