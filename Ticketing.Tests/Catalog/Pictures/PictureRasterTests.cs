using System.Text;
using SkiaSharp;
using Ticketing.Core.Catalog.Pictures;
using Ticketing.Infrastructure.Catalog.Pictures;

namespace Ticketing.Tests.Catalog.Pictures;

/// <summary>Uploaded files are measured before they are decoded, and come out upright, smaller, and without metadata.</summary>
public sealed class PictureRasterTests
{
    [Theory]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    [InlineData(SKEncodedImageFormat.Png)]
    [InlineData(SKEncodedImageFormat.Webp)]
    public void Picture_OfEachFormat_IsStoredInAllSizes(SKEncodedImageFormat format)
    {
        var file = SamplePictures.Quarters(2000, 1000, format);

        Assert.Equal(new PictureSize(2000, 1000), PictureRaster.Measure(file).Value);
        var stored = PictureRaster.Encode(file)!;

        Assert.Equal(["480.webp", "960.webp", "1600.webp", "1600.jpg"], stored.Select(one => one.Name));
        Assert.Equal([(480, 240), (960, 480), (1600, 800), (1600, 800)], stored.Select(one => SizeOf(one.Content)));
        Assert.All(stored, one => Assert.Equal(
            one.Name.EndsWith(".jpg", StringComparison.Ordinal) ? SKEncodedImageFormat.Jpeg : SKEncodedImageFormat.Webp, FormatOf(one.Content)));
        Assert.All(stored, one => Assert.Equal("red lime blue white", ColorsOf(one.Content)));
    }

    [Fact]
    public void Picture_NarrowerThanASize_KeepsItsWidth()
    {
        var stored = PictureRaster.Encode(SamplePictures.Quarters(800, 600))!;

        Assert.Equal([(480, 360), (800, 600), (800, 600), (800, 600)], stored.Select(one => SizeOf(one.Content)));
    }

    [Fact]
    public void Picture_FarHigherThanWide_GetsNarrower()
    {
        var stored = PictureRaster.Encode(SamplePictures.Quarters(700, 20_000, SKEncodedImageFormat.Png))!;

        Assert.Equal((50, 1440), SizeOf(stored[0].Content));
        Assert.All(stored, one => Assert.True(SizeOf(one.Content).Height <= 4800));
    }

    // Exif's eight orientations: which corner of the stored picture is the top left one that is seen.
    [Theory]
    [InlineData(1, "red lime blue white", false)]
    [InlineData(2, "lime red white blue", false)]
    [InlineData(3, "white blue lime red", false)]
    [InlineData(4, "blue white red lime", false)]
    [InlineData(5, "red blue lime white", true)]
    [InlineData(6, "blue red white lime", true)]
    [InlineData(7, "white lime blue red", true)]
    [InlineData(8, "lime white red blue", true)]
    public void Orientation_OfTheFile_IsApplied(ushort orientation, string colors, bool isTurned)
    {
        var file = SamplePictures.WithOrientation(SamplePictures.Quarters(1200, 800), orientation);

        Assert.Equal(isTurned ? new PictureSize(800, 1200) : new PictureSize(1200, 800), PictureRaster.Measure(file).Value);
        var stored = PictureRaster.Encode(file)!;

        Assert.All(stored, one => Assert.Equal(colors, ColorsOf(one.Content)));
        Assert.Equal(isTurned ? (480, 720) : (480, 320), SizeOf(stored[0].Content));
    }

    [Fact]
    public void Metadata_OfTheFile_IsInNoStoredOne()
    {
        var file = SamplePictures.WithOrientation(SamplePictures.Quarters(1200, 800), 6);
        Assert.Contains(SamplePictures.Secret, Encoding.Latin1.GetString(file), StringComparison.Ordinal);

        Assert.All(PictureRaster.Encode(file)!, one =>
        {
            var text = Encoding.Latin1.GetString(one.Content);
            Assert.DoesNotContain(SamplePictures.Secret, text, StringComparison.Ordinal);
            Assert.DoesNotContain("Exif", text, StringComparison.OrdinalIgnoreCase);
        });
    }

    // What is appended to a picture, such as a script, is not taken over.
    [Fact]
    public void Content_BehindThePicture_IsInNoStoredOne()
    {
        byte[] file = [.. SamplePictures.Quarters(800, 600), .. "<script>alert(1)</script>"u8];

        Assert.All(PictureRaster.Encode(file)!, one => Assert.DoesNotContain("<script>", Encoding.Latin1.GetString(one.Content), StringComparison.Ordinal));
    }

    [Fact]
    public void Transparency_OfAPng_IsWhite()
    {
        var stored = PictureRaster.Encode(SamplePictures.Transparent(800, 600))!;

        Assert.All(stored, one => Assert.Equal("white white white white", ColorsOf(one.Content)));
    }

    // A header of a few bytes may promise gigabytes: refused before a pixel is decoded.
    [Theory]
    [InlineData(30_000, 30_000)]
    [InlineData(10_001, 5_000)]
    [InlineData(60_000, 1_000)]
    public void Dimensions_TooLarge_AreRefusedByTheHeader(int width, int height)
    {
        var file = SamplePictures.WithDimensions(SamplePictures.Quarters(700, 700, SKEncodedImageFormat.Png), width, height);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(PictureRefusal.TooLarge, PictureRaster.Measure(file).Refusal);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1_000_000);
    }

    [Theory]
    [InlineData(639, false)]
    [InlineData(640, true)]
    public void Width_OfAPicture_HasAMinimum(int width, bool isEnough)
    {
        var measured = PictureRaster.Measure(SamplePictures.Quarters(width, 900));

        Assert.Equal(isEnough, measured.Succeeded);
        Assert.True(isEnough || measured.Refusal == PictureRefusal.TooSmall);
    }

    [Theory]
    [InlineData("")]
    [InlineData("GIF89a\u0001\u0000\u0001\u0000\u0000\u0000\u0000;")]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"900\" height=\"900\"/>")]
    [InlineData("<!doctype html><script>alert(1)</script>")]
    [InlineData("%PDF-1.7")]
    [InlineData("BM\u0000\u0000\u0000\u0000")]
    [InlineData("\u00ff\u00d8\u00ff")]
    [InlineData("\u00ff\u00d8\u00ff\u00e0 and so on, but no picture")]
    [InlineData("\u0089PNG\r\n\u001a\n")]
    [InlineData("RIFF\u0004\u0000\u0000\u0000WEBP")]
    [InlineData("RIFF\u0004\u0000\u0000\u0000WEBPVP8 \u0000")]
    public void File_OfAnotherKind_IsRefused(string content) =>
        Assert.Equal(PictureRefusal.NotAPicture, PictureRaster.Measure(Encoding.Latin1.GetBytes(content)).Refusal);

    [Theory]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    [InlineData(SKEncodedImageFormat.Png)]
    [InlineData(SKEncodedImageFormat.Webp)]
    public void File_CutOff_IsRefused(SKEncodedImageFormat format)
    {
        var file = SamplePictures.Quarters(1000, 900, format);

        Assert.Null(PictureRaster.Encode(file[..(file.Length / 2)]));
    }

    // Damaged files must not end the process: the codecs are native code.
    [Fact]
    public void File_WithChangedBytes_IsEncodedOrRefused()
    {
        var random = new Random(42);
        foreach (var format in new[] { SKEncodedImageFormat.Jpeg, SKEncodedImageFormat.Png, SKEncodedImageFormat.Webp })
        {
            var file = SamplePictures.Quarters(660, 500, format);
            for (var i = 0; i < 40; i++)
            {
                var changed = file.ToArray();
                for (var change = 0; change < 5; change++)
                {
                    changed[random.Next(changed.Length)] = (byte)random.Next(256);
                }

                if (PictureRaster.Measure(changed).Succeeded)
                {
                    Assert.True(PictureRaster.Encode(changed) is null or { Count: 4 });
                }
            }
        }
    }

    private static (int Width, int Height) SizeOf(byte[] file)
    {
        using var image = SKImage.FromEncodedData(file);
        return (image.Width, image.Height);
    }

    private static SKEncodedImageFormat FormatOf(byte[] file)
    {
        using var data = SKData.CreateCopy(file);
        using var codec = SKCodec.Create(data);
        return codec.EncodedFormat;
    }

    // The middles of the quarters, row by row.
    private static string ColorsOf(byte[] file)
    {
        using var bitmap = SKBitmap.Decode(file);
        return string.Join(' ', from row in new[] { 1, 3 } from column in new[] { 1, 3 } select NameOf(bitmap.GetPixel(bitmap.Width * column / 4, bitmap.Height * row / 4)));

        static string NameOf(SKColor color) => (color.Red > 128, color.Green > 128, color.Blue > 128) switch
        {
            (true, false, false) => "red",
            (false, true, false) => "lime",
            (false, false, true) => "blue",
            (true, true, true) => "white",
            _ => color.ToString(),
        };
    }
}
