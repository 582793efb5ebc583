using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Ticketing.Core.Common;
using Ticketing.Core.Tickets;
using Ticketing.Infrastructure.Tickets;

namespace Ticketing.Tests.Tickets;

public sealed partial class TicketQrTests
{
    // Version 8 is the smallest that fits a ticket's code at level M (ISO/IEC 18004, table 7).
    private const int Modules = 49;
    private const int QuietZone = 4;

    [Fact]
    public void Modules_OfATicketCode_ReadBackAsItsText()
    {
        for (var i = 0; i < 20; i++)
        {
            var code = NewCode();
            var qr = TicketQr.Of(code);

            Assert.Equal(Modules + (2 * QuietZone), qr.Size);
            Assert.Equal(code, QrReader.Read(Modules, (x, y) => qr.IsDark(x + QuietZone, y + QuietZone)));
        }
    }

    [Fact]
    public void Svg_OfATicketCode_ReadsBackAsItsText()
    {
        var code = NewCode();
        var dark = Rasterize(TicketQr.Of(code).ToSvg("Code"));

        Assert.Equal(code, QrReader.Read(Modules, (x, y) => dark.Contains((x + QuietZone, y + QuietZone))));
    }

    [Fact]
    public void Svg_QuietZone_IsWhite()
    {
        var qr = TicketQr.Of(NewCode());
        var dark = Rasterize(qr.ToSvg("Code"));

        Assert.All(dark, module => Assert.InRange(module.X, QuietZone, qr.Size - QuietZone - 1));
        Assert.All(dark, module => Assert.InRange(module.Y, QuietZone, qr.Size - QuietZone - 1));
    }

    // The content security policy forbids inline styles and scripts.
    [Fact]
    public void Svg_Always_IsPlainAndLabelled()
    {
        var svg = XElement.Parse(TicketQr.Of(NewCode()).ToSvg("Row <A> & \"B\""));

        Assert.Equal("Row <A> & \"B\"", svg.Attribute("aria-label")!.Value);
        Assert.DoesNotContain(svg.DescendantsAndSelf().Attributes(), attribute => attribute.Name.LocalName == "style" || attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
        Assert.All(svg.Elements(), element => Assert.Equal("path", element.Name.LocalName));
    }

    private static string NewCode()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return TicketCode.Sign(TicketId.New(), PerformanceId.New(), Guid.CreateVersion7(), key).ToString();
    }

    private static HashSet<(int X, int Y)> Rasterize(string svg)
    {
        var path = XElement.Parse(svg).Elements().Last().Attribute("d")!.Value;
        var dark = new HashSet<(int, int)>();
        foreach (Match bar in BarPattern().Matches(path))
        {
            int Number(string group) => int.Parse(bar.Groups[group].Value, CultureInfo.InvariantCulture);
            for (var x = Number("x"); x < Number("x") + Number("length"); x++)
            {
                Assert.True(dark.Add((x, Number("y"))));
            }
        }

        Assert.Equal("", BarPattern().Replace(path, ""));
        return dark;
    }

    [GeneratedRegex(@"M(?<x>\d+) (?<y>\d+)h(?<length>\d+)v1h-\k<length>z")]
    private static partial Regex BarPattern();
}
