using System.Globalization;
using System.Text;
using System.Xml;
using Ticketing.Core.Seating.Compiled;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.Core.Seating.Exchange;

/// <summary>
/// Draws a plan for print on white: the page is at most A3, so that it prints without a dialog. Every text goes through the XML writer,
/// which escapes it.
/// </summary>
internal sealed partial class PlanSvg
{
    private const string Namespace = "http://www.w3.org/2000/svg";
    private const string Ink = "#222222";
    private const string Faint = "#8a8f99";
    private const double Margin = 150;

    // Millimetres inside the margins of A3.
    private const double PageLong = 400;
    private const double PageShort = 277;

    // The total of grid cells for the outlines of sections, and the most per section.
    private const int OutlineCells = 2_000_000;
    private const int OutlineCellsMax = 200_000;

    private readonly PlanDocument _document;
    private readonly PlanPrintTexts _texts;
    private readonly PlanSeats _plan;
    private readonly double _left;
    private readonly double _top;
    private readonly double _width;
    private readonly double _height;
    private readonly double _line;

    public PlanSvg(PlanDocument document, PlanPrintTexts texts)
    {
        (_document, _texts, _plan) = (document, texts, PlanSeats.Of(document));
        var points = _plan.Seats.Select(seat => seat.At).Concat(_plan.Sound.SelectMany(PointsOf)).DefaultIfEmpty().ToList();
        (_left, _top) = (points.Min(p => p.X) - Margin, points.Min(p => p.Y) - Margin);
        (_width, _height) = (points.Max(p => p.X) + Margin - _left, points.Max(p => p.Y) + Margin - _top);

        // The legend's letters are as high on paper for a club and a stadium.
        _line = Math.Max(_width, _height) / 55;
    }

    public WrittenPlan Write()
    {
        using var bytes = new MemoryStream();
        var settings = new XmlWriterSettings { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) };
        using (var xml = XmlWriter.Create(bytes, settings))
        {
            var legend = Legend();
            var height = _height + ((legend.Count + 3) * _line * 1.6);
            var scale = Math.Min(
                (_width > height ? PageLong : PageShort) / _width, (_width > height ? PageShort : PageLong) / height);
            xml.WriteStartElement("svg", Namespace);
            Attribute(xml, "width", $"{Number(_width * scale)}mm");
            Attribute(xml, "height", $"{Number(height * scale)}mm");
            Attribute(xml, "viewBox", string.Join(' ', new[] { _left, _top, _width, height }.Select(Number)));
            Attribute(xml, "font-family", "sans-serif");
            Attribute(xml, "text-anchor", "middle");
            xml.WriteElementString("title", Namespace, TextCleaner.ForXml(_document.Name));
            Shape(
                xml, "rect", ("x", Number(_left)), ("y", Number(_top)), ("width", Number(_width)), ("height", Number(height)),
                ("fill", "#ffffff"));
            WriteDecor(xml);
            WriteSections(xml);
            foreach (var row in _plan.Rows())
            {
                WriteRow(xml, row);
            }

            WriteLegend(xml, legend);
            xml.WriteEndElement();
        }

        return new WrittenPlan(bytes.ToArray(), "image/svg+xml", SeatCsv.LeftOut(_plan));
    }

    private void WriteDecor(XmlWriter xml)
    {
        foreach (var shape in _plan.Sound.OfType<ShapeObject>())
        {
            Polygon(xml, shape.Points, FillOf(shape.Fill), shape.Fill == ShapeFill.Line ? Faint : "none");
        }

        foreach (var area in _plan.Areas)
        {
            var section = _document.Sections.First(known => known.Key == area.Section);
            Polygon(xml, area.Points, ColorOf(_document.Categories.First(known => known.Key == area.Category)), Ink, opacity: 0.3);
            var middle = PlanSeats.MiddleOf(area.Points);
            Text(xml, $"{section.Name} ({NoteList.Text(area.Capacity)})", middle, _line);
        }

        foreach (var table in _plan.Sound.OfType<TableObject>())
        {
            var at = new PlanPoint(table.X, table.Y);
            if (table.Shape == TableShape.Round)
            {
                Shape(
                    xml, "circle", ("cx", Number(at.X)), ("cy", Number(at.Y)), ("r", Number(table.Width / 2)), ("fill", "none"),
                    ("stroke", Faint), ("stroke-width", "3"));
            }
            else
            {
                Polygon(xml, [.. PlanSeats.TopOf(table)], "none", Faint);
            }

            Text(xml, table.Name, at, Math.Min(table.Width / 3, 60));
        }

        foreach (var stage in _plan.Sound.OfType<StageObject>())
        {
            Polygon(xml, stage.Points, "#e8eaee", Ink);
            Text(xml, stage.Text, PlanSeats.MiddleOf(stage.Points), _line);
        }

        foreach (var text in _plan.Sound.OfType<TextObject>())
        {
            Text(xml, text.Text, new PlanPoint(text.X, text.Y), text.Size, rotate: text.Angle);
        }
    }

    private void WriteSections(XmlWriter xml)
    {
        var sections = _plan.Seats.GroupBy(seat => seat.Section).ToList();
        var cells = Math.Clamp(OutlineCells / Math.Max(sections.Count, 1), OutlineCells / 400, OutlineCellsMax);
        foreach (var section in sections)
        {
            int[] x = [.. section.Select(seat => (int)seat.At.X)], y = [.. section.Select(seat => (int)seat.At.Y)];
            var shape = SectionShape.Around(x, y, _document.SeatRadius, cells);
            var outline = shape.Outline.Chunk(2).Select(point => new PlanPoint(point[0], point[1])).ToList();
            Polygon(xml, outline, "none", Faint);

            // Above the outline: inside, the name would cover seats.
            var top = outline.Min(point => point.Y);
            Text(xml, _document.Sections[section.Key].Name, new PlanPoint(shape.LabelX, top - (_line * 0.8)), _line, weight: "bold");
        }
    }

    private static IEnumerable<PlanPoint> PointsOf(PlanObject drawn) => drawn switch
    {
        ShapeObject shape => shape.Points,
        StageObject stage => stage.Points,
        AreaObject area => area.Points,
        TextObject text => [new(text.X - text.Size, text.Y - text.Size), new(text.X + text.Size, text.Y + text.Size)],
        _ => [],
    };

    private static string FillOf(ShapeFill fill) => fill switch
    {
        ShapeFill.Floor => "#fafafa",
        ShapeFill.Platform => "#f2f3f5",
        ShapeFill.Wall => "#c4c8cf",
        ShapeFill.Line => "none",
        ShapeFill.Table => "#ffffff",
    };

    // A draft may have a colour that is none.
    private static string ColorOf(PlanCategory category) => PretixFormat.HexColor(category.Color) ?? Faint;

    private static string Number(double value) => Math.Round(value, 1).ToString(CultureInfo.InvariantCulture);
}
