using System.Globalization;
using System.Xml.Linq;
using SkiaSharp;

namespace Ticketing.Infrastructure.Catalog;

/// <summary>
/// Renders an event's SVG artwork, for link previews and printed tickets, which do not support SVG. Supports only the elements that the
/// artwork uses, and throws at any other, so that no part of a picture is dropped silently.
/// </summary>
internal sealed class ArtworkRaster : IDisposable
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private readonly SKCanvas _canvas;
    private readonly Dictionary<string, XElement> _definitions;

    private ArtworkRaster(SKCanvas canvas, XElement picture)
    {
        _canvas = canvas;
        _definitions = picture.Elements(Svg + "defs").Elements().ToDictionary(definition => (string)definition.Attribute("id")!);
    }

    /// <summary>Renders the picture at its own size, as a PNG file.</summary>
    /// <exception cref="NotSupportedException">The artwork contains an unsupported element.</exception>
    public static byte[] Png(string svg)
    {
        using var image = Image(svg);
        using var png = image.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }

    /// <summary>The same without encoding, which takes most of the time.</summary>
    /// <exception cref="NotSupportedException">The artwork contains an unsupported element.</exception>
    public static SKImage Image(string svg)
    {
        var picture = XElement.Parse(svg);
        using var surface = SKSurface.Create(new SKImageInfo(
            (int)Number(picture, "width"), (int)Number(picture, "height"), SKColorType.Rgba8888, SKAlphaType.Opaque));
        using (var raster = new ArtworkRaster(surface.Canvas, picture))
        {
            raster.DrawAll(picture.Elements().Where(element => element.Name != Svg + "defs"));
        }

        return surface.Snapshot();
    }

    public void Dispose() => _canvas.Flush();

    private void DrawAll(IEnumerable<XElement> elements)
    {
        foreach (var element in elements)
        {
            _canvas.Save();
            Transform(element);
            if (element.Name == Svg + "g")
            {
                Clip(element);
                DrawAll(element.Elements());
            }
            else
            {
                using var shape = ShapeOf(element);
                Paint(element, shape);
            }

            _canvas.Restore();
        }
    }

    private void Paint(XElement element, SKPath shape)
    {
        var opacity = Number(element, "opacity", 1);
        if ((string?)element.Attribute("fill") is { } fill && fill != "none")
        {
            using var paint = PaintOf(fill, shape.TightBounds, opacity);
            _canvas.DrawPath(shape, paint);
        }

        if ((string?)element.Attribute("stroke") is { } stroke)
        {
            using var paint = PaintOf(stroke, shape.TightBounds, opacity);
            paint.Style = SKPaintStyle.Stroke;
            paint.StrokeWidth = Number(element, "stroke-width", 1);
            paint.StrokeCap = (string?)element.Attribute("stroke-linecap") == "round" ? SKStrokeCap.Round : SKStrokeCap.Butt;
            paint.StrokeJoin = (string?)element.Attribute("stroke-linejoin") == "round" ? SKStrokeJoin.Round : SKStrokeJoin.Miter;
            _canvas.DrawPath(shape, paint);
        }
    }

    private SKPaint PaintOf(string colour, SKRect bounds, float opacity)
    {
        var paint = new SKPaint { IsAntialias = true };
        if (!colour.StartsWith("url(#", StringComparison.Ordinal))
        {
            paint.Color = Colour(colour, opacity);
            return paint;
        }

        var gradient = _definitions[colour[5..^1]];
        var stops = gradient.Elements(Svg + "stop").ToList();
        var colours = stops.Select(stop => Colour((string)stop.Attribute("stop-color")!, Number(stop, "stop-opacity", 1) * opacity)).ToArray();
        var offsets = stops.Select(stop => Number(stop, "offset")).ToArray();

        // Gradient units are relative to the shape's bounding box.
        var stretch = SKMatrix.CreateScale(bounds.Width, bounds.Height).PostConcat(SKMatrix.CreateTranslation(bounds.Left, bounds.Top));
        paint.Shader = gradient.Name == Svg + "linearGradient"
            ? SKShader.CreateLinearGradient(
                Point(gradient, "x1", "y1"), Point(gradient, "x2", "y2"), colours, offsets, SKShaderTileMode.Clamp, stretch)
            : SKShader.CreateRadialGradient(new SKPoint(0.5f, 0.5f), 0.5f, colours, offsets, SKShaderTileMode.Clamp, stretch);
        return paint;
    }

    private void Clip(XElement group)
    {
        if ((string?)group.Attribute("clip-path") is { } clip)
        {
            using var shape = ShapeOf(_definitions[clip[5..^1]].Elements().Single());
            _canvas.ClipPath(shape, antialias: true);
        }
    }

    private void Transform(XElement element)
    {
        if ((string?)element.Attribute("transform") is { } transform)
        {
            var numbers = transform["rotate(".Length..^1].Split(' ').Select(Parse).ToArray();
            _canvas.RotateDegrees(numbers[0], numbers[1], numbers[2]);
        }
    }

    private static SKPath ShapeOf(XElement element)
    {
        if (element.Name == Svg + "path")
        {
            return SKPath.ParseSvgPathData((string)element.Attribute("d")!);
        }

        using var builder = new SKPathBuilder();
        if (element.Name == Svg + "rect")
        {
            var corner = Point(element, "x", "y");
            var rect = SKRect.Create(corner.X, corner.Y, Number(element, "width"), Number(element, "height"));
            builder.AddRoundRect(rect, Number(element, "rx"), Number(element, "rx"));
        }
        else if (element.Name == Svg + "circle")
        {
            var middle = Point(element, "cx", "cy");
            builder.AddCircle(middle.X, middle.Y, Number(element, "r"));
        }
        else
        {
            throw new NotSupportedException($"Artwork has a <{element.Name.LocalName}>, which the raster cannot draw.");
        }

        return builder.Detach();
    }

    private static SKColor Colour(string colour, float opacity) => SKColor.Parse(colour).WithAlpha((byte)Math.Round(255 * opacity));

    private static SKPoint Point(XElement element, string x, string y) => new(Number(element, x), Number(element, y));

    private static float Number(XElement element, string name, float otherwise = 0) =>
        (string?)element.Attribute(name) is { } text ? Parse(text) : otherwise;

    private static float Parse(string number) => float.Parse(number, CultureInfo.InvariantCulture);
}
