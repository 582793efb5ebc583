using System.Globalization;
using System.Text;

namespace Ticketing.Core.Catalog.Artwork;

/// <summary>Writes SVG with presentation attributes only: no text, scripts, style sheets or external references.</summary>
internal sealed class SvgCanvas(double width, double height)
{
    private readonly StringBuilder _definitions = new();
    private readonly StringBuilder _body = new();
    private int _definitionCount;

    public double Width => width;

    public double Height => height;

    public double CenterX => width / 2;

    public double CenterY => height / 2;

    /// <summary>The shorter side: sizes given as a share of it look the same on every format.</summary>
    public double Unit => Math.Min(width, height);

    /// <summary>A number with at most one decimal, which is finer than a pixel.</summary>
    public static string N(double value) => Math.Round(value, 1).ToString("0.#", CultureInfo.InvariantCulture);

    public void Fill(string fill) => Rect(0, 0, width, height, fill);

    public void Rect(double x, double y, double w, double h, string fill, double opacity = 1, double radius = 0, double rotate = 0)
    {
        _body.Append(CultureInfo.InvariantCulture, $"<rect x=\"{N(x)}\" y=\"{N(y)}\" width=\"{N(w)}\" height=\"{N(h)}\" fill=\"{fill}\"");
        if (radius > 0)
        {
            _body.Append(CultureInfo.InvariantCulture, $" rx=\"{N(radius)}\"");
        }

        if (rotate != 0)
        {
            _body.Append(CultureInfo.InvariantCulture, $" transform=\"rotate({N(rotate)} {N(x + (w / 2))} {N(y + (h / 2))})\"");
        }

        Close(opacity);
    }

    public void Circle(double x, double y, double r, string fill, double opacity = 1)
    {
        _body.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{N(x)}\" cy=\"{N(y)}\" r=\"{N(r)}\" fill=\"{fill}\"");
        Close(opacity);
    }

    public void Ring(double x, double y, double r, string stroke, double thickness, double opacity = 1)
    {
        _body.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{N(x)}\" cy=\"{N(y)}\" r=\"{N(r)}\" fill=\"none\" stroke=\"{stroke}\" stroke-width=\"{N(thickness)}\"");
        Close(opacity);
    }

    public void Path(string data, string fill, double opacity = 1)
    {
        _body.Append(CultureInfo.InvariantCulture, $"<path d=\"{data}\" fill=\"{fill}\"");
        Close(opacity);
    }

    public void Stroke(string data, string stroke, double thickness, double opacity = 1, string cap = "round")
    {
        _body.Append(CultureInfo.InvariantCulture, $"<path d=\"{data}\" fill=\"none\" stroke=\"{stroke}\" stroke-width=\"{N(thickness)}\" stroke-linecap=\"{cap}\" stroke-linejoin=\"round\"");
        Close(opacity);
    }

    /// <summary>A filled shape with an outline, as in a drawing where the nearer line hides the farther.</summary>
    public void Outlined(string data, string fill, string stroke, double thickness)
    {
        _body.Append(CultureInfo.InvariantCulture, $"<path d=\"{data}\" fill=\"{fill}\" stroke=\"{stroke}\" stroke-width=\"{N(thickness)}\" stroke-linejoin=\"round\"");
        Close(1);
    }

    /// <summary>A gradient over the shape it fills, from (x1, y1) to (x2, y2) in shares of that shape.</summary>
    /// <returns>The value of a fill attribute.</returns>
    public string Gradient(double x1, double y1, double x2, double y2, params ReadOnlySpan<(double At, string Colour, double Opacity)> stops)
    {
        var id = NextId();
        _definitions.Append(CultureInfo.InvariantCulture, $"<linearGradient id=\"{id}\" x1=\"{x1:0.##}\" y1=\"{y1:0.##}\" x2=\"{x2:0.##}\" y2=\"{y2:0.##}\">");
        AppendStops(stops);
        _definitions.Append("</linearGradient>");
        return $"url(#{id})";
    }

    /// <summary>A gradient from the middle of the shape it fills to its edge.</summary>
    public string Glow(params ReadOnlySpan<(double At, string Colour, double Opacity)> stops)
    {
        var id = NextId();
        _definitions.Append(CultureInfo.InvariantCulture, $"<radialGradient id=\"{id}\">");
        AppendStops(stops);
        _definitions.Append("</radialGradient>");
        return $"url(#{id})";
    }

    /// <summary>Clips everything drawn until disposal to <paramref name="data"/>.</summary>
    public IDisposable Clip(string data)
    {
        var id = NextId();
        _definitions.Append(CultureInfo.InvariantCulture, $"<clipPath id=\"{id}\"><path d=\"{data}\"/></clipPath>");
        _body.Append(CultureInfo.InvariantCulture, $"<g clip-path=\"url(#{id})\">");
        return new Group(_body);
    }

    /// <summary>Rotates everything drawn until disposal around a point; degrees.</summary>
    public IDisposable Turn(double degrees, double x, double y)
    {
        _body.Append(CultureInfo.InvariantCulture, $"<g transform=\"rotate({N(degrees)} {N(x)} {N(y)})\">");
        return new Group(_body);
    }

    public override string ToString() =>
        $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {N(width)} {N(height)}\" width=\"{N(width)}\" height=\"{N(height)}\" "
        + $"preserveAspectRatio=\"xMidYMid slice\"><defs>{_definitions}</defs>{_body}</svg>";

    private string NextId() => string.Create(CultureInfo.InvariantCulture, $"d{_definitionCount++}");

    private void AppendStops(ReadOnlySpan<(double At, string Colour, double Opacity)> stops)
    {
        foreach (var (at, colour, opacity) in stops)
        {
            _definitions.Append(CultureInfo.InvariantCulture, $"<stop offset=\"{at:0.##}\" stop-color=\"{colour}\"");
            if (opacity < 1)
            {
                _definitions.Append(CultureInfo.InvariantCulture, $" stop-opacity=\"{opacity:0.##}\"");
            }

            _definitions.Append("/>");
        }
    }

    private void Close(double opacity)
    {
        if (opacity < 1)
        {
            _body.Append(CultureInfo.InvariantCulture, $" opacity=\"{opacity:0.##}\"");
        }

        _body.Append("/>");
    }

    private sealed class Group(StringBuilder body) : IDisposable
    {
        public void Dispose() => body.Append("</g>");
    }
}
