using System.Text.Json;
using Ticketing.Core.Seating.Library;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.Core.Seating.Exchange;

/// <summary>Reads the areas of pretix' plans as stages, shapes and texts. They have no number of places.</summary>
internal sealed class PretixAreas(ImportedPlan plan)
{
    private const double DefaultTextSize = 16 * PretixFormat.PixelCm;
    private const int CirclePoints = 24;

    private static readonly HashSet<string> AreaFields =
    [
        "shape", "color", "border_color", "rotation", "position", "text", "circle", "ellipse", "rectangle", "polygon", "width",
        "height", "uuid",
    ];

    public void Read(JsonElement area, PlanPoint origin)
    {
        area.NoteUnknown("zones.areas.", AreaFields, plan.Notes);
        var at = origin + (area.Field("position").AsPosition() ?? default);
        var rotation = (area.Field("rotation").AsNumber() ?? 0) % 360;

        // The schema's text is a string, the editor's an object.
        var text = TextCleaner.Name(area.Field("text").AsText() ?? area.Field("text")?.Field("text").AsText(), plan.Notes);
        var corners = Corners(area)?.Select(corner => corner.Turned(rotation) + at).ToArray();
        if (corners is null && text.Length > 0)
        {
            AddText(text, at, rotation, area);
        }
        else if (corners is { Length: >= 3 and <= PlanLimits.PointsMax } && corners.All(IsInside))
        {
            AddShape(area, corners, text, rotation);
        }
        else
        {
            plan.Notes.Count(ExchangeNoteKind.AreasDropped);
        }
    }

    private void AddShape(JsonElement area, PlanPoint[] corners, string text, double rotation)
    {
        var color = area.Field("color").AsText();
        if (color == PretixFormat.StageColor || PretixFormat.IsStage(text))
        {
            plan.Decor.Add(new StageObject { Id = NextId("stage"), Text = text, Points = corners });
            return;
        }

        var fill = PretixFormat.FillOf(color);
        if (fill is null && color is not null)
        {
            plan.Notes.Count(ExchangeNoteKind.AreaColorsReplaced);
        }

        plan.Decor.Add(new ShapeObject { Id = NextId("shape"), Fill = fill ?? PretixFormat.NearestFill(color), Points = corners });
        if (text.Length > 0)
        {
            plan.Notes.Add(ExchangeNoteKind.AreaWithoutCapacity, text);
            AddText(text, new PlanPoint(corners.Average(c => c.X), corners.Average(c => c.Y)), rotation, area);
        }
    }

    private void AddText(string text, PlanPoint at, double rotation, JsonElement area)
    {
        var size = area.Field("text")?.Field("size").AsNumber() * PretixFormat.PixelCm;
        if (!IsInside(at))
        {
            plan.Notes.Count(ExchangeNoteKind.AreasDropped);
            return;
        }

        plan.Decor.Add(new TextObject
        {
            Id = NextId("text"),
            Text = text,
            X = Math.Round(at.X, 2),
            Y = Math.Round(at.Y, 2),
            Angle = rotation,
            Size = size is > 0 and <= 10_000 ? size.Value : DefaultTextSize,
        });
    }

    // Around the area's position; null: the area is no shape.
    private static IEnumerable<PlanPoint>? Corners(JsonElement area) => area.Field("shape").AsText() switch
    {
        "circle" when area.Field("circle")?.Field("radius").AsNumber() is > 0 and var radius => Ellipse(radius, radius),
        "ellipse" when area.Field("ellipse")?.Field("radius").AsPosition() is { X: > 0, Y: > 0 } radius =>
            Ellipse(radius.X / PretixFormat.PixelCm, radius.Y / PretixFormat.PixelCm),
        "rectangle" when (area.Field("rectangle") ?? area).Field("width").AsNumber() is > 0 and var width
            && (area.Field("rectangle") ?? area).Field("height").AsNumber() is > 0 and var height => Rectangle(width, height),
        "polygon" when area.Field("polygon") is { } polygon => polygon.Field("points").AsItems()
            .Select(point => ((JsonElement?)point).AsPosition()).OfType<PlanPoint>(),
        null when area.Field("width").AsNumber() is > 0 and var width && area.Field("height").AsNumber() is > 0 and var height =>
            Rectangle(width, height),
        _ => null,
    };

    private static PlanPoint[] Rectangle(double width, double height) =>
        Sketch.Box(0, 0, width * PretixFormat.PixelCm, height * PretixFormat.PixelCm);

    private static IEnumerable<PlanPoint> Ellipse(double radiusX, double radiusY) => Enumerable.Range(0, CirclePoints)
        .Select(i => new PlanPoint(0, 1).Turned(i * 360.0 / CirclePoints))
        .Select(unit => new PlanPoint(unit.X * radiusX * PretixFormat.PixelCm, unit.Y * radiusY * PretixFormat.PixelCm));

    private static bool IsInside(PlanPoint point) =>
        Math.Abs(point.X) <= PlanLimits.CoordinateMax && Math.Abs(point.Y) <= PlanLimits.CoordinateMax;

    private string NextId(string kind) => $"{kind}-{NoteList.Text(plan.Decor.Count + 1)}";
}
