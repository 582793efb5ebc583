using System.Globalization;
using System.Text;
using QRCoder;

namespace Ticketing.Infrastructure.Tickets;

/// <summary>A QR code (ISO/IEC 18004) with error correction level M (15 %).</summary>
public sealed class TicketQr
{
    // Modules on each side, as the standard requires.
    private const int QuietZone = 4;

    private readonly bool[,] _dark;

    private TicketQr(bool[,] dark) => _dark = dark;

    /// <summary>Modules on a side, the quiet zone included.</summary>
    public int Size => _dark.GetLength(0);

    /// <param name="text">Upper-case letters and digits give the smallest code (alphanumeric mode).</param>
    public static TicketQr Of(string text)
    {
        using var generator = new QRCodeGenerator();
        using var data = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var modules = data.ModuleMatrix;
        // The generator's matrix includes the quiet zone.
        var size = modules.Count;
        var dark = new bool[size, size];
        for (var y = QuietZone; y < size - QuietZone; y++)
        {
            for (var x = QuietZone; x < size - QuietZone; x++)
            {
                dark[x, y] = modules[y][x];
            }
        }

        return new TicketQr(dark);
    }

    public bool IsDark(int x, int y) => _dark[x, y];

    /// <summary>The dark modules as horizontal bars.</summary>
    public IEnumerable<(int X, int Y, int Length)> Bars()
    {
        for (var y = 0; y < Size; y++)
        {
            for (var x = 0; x < Size; x++)
            {
                var start = x;
                while (x < Size && _dark[x, y])
                {
                    x++;
                }

                if (x > start)
                {
                    yield return (start, y, x - start);
                }
            }
        }
    }

    /// <summary>
    /// The code as SVG, without styles or scripts. The background is white in every theme: many scanners do not read inverted codes.
    /// </summary>
    /// <param name="label">The accessible name.</param>
    public string ToSvg(string label)
    {
        var path = new StringBuilder();
        foreach (var (x, y, length) in Bars())
        {
            path.Append(CultureInfo.InvariantCulture, $"M{x} {y}h{length}v1h-{length}z");
        }

        return string.Create(CultureInfo.InvariantCulture,
            $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Size} {Size}" role="img" aria-label="{System.Net.WebUtility.HtmlEncode(label)}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{Size}v{Size}H0z"/><path d="{path}"/></svg>""");
    }
}
