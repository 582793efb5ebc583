using System.Buffers.Binary;
using Ticketing.Core.Catalog.Artwork;
using Ticketing.Infrastructure.Catalog;

namespace Ticketing.Tests.Catalog;

public sealed class ArtworkRasterTests
{
    public static TheoryData<string> Styles =>
    [
        "waves", "halftone", "arcs", "bauhaus", "beams", "overprint", "ridges", "strings", "staves", "curtain",
        "hills", "faces", "ribbons", "lanes", "bubbles", "spines", "vinyl", "cutouts", "facets", "orbits",
    ];

    [Theory]
    [MemberData(nameof(Styles))]
    public void Png_OfEachStyle_HasItsSize(string style)
    {
        var png = ArtworkRaster.Png(ArtworkPainter.Paint($"{style}-1", ArtworkFormat.Wide));

        Assert.Equal((byte[])[0x89, 0x50, 0x4E, 0x47], png[..4]);
        Assert.Equal((1200, 630), (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20))));
        Assert.InRange(png.Length, 4_000, 1_500_000);
    }

    [Fact]
    public void Png_UnknownElement_Throws() => Assert.Throws<NotSupportedException>(
        () => ArtworkRaster.Png("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"10\" height=\"10\"><defs/><ellipse/></svg>"));
}
