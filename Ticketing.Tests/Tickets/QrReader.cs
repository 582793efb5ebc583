using ZXing;

namespace Ticketing.Tests.Tickets;

/// <summary>Decodes QR codes.</summary>
internal static class QrReader
{
    private const int PixelsPerModule = 4;
    private const int QuietZone = 4;
    private const byte White = 255;

    /// <summary>The code's text; fails unless its error correction is level M.</summary>
    /// <param name="size">Modules on a side, without the quiet zone.</param>
    /// <param name="dark">Whether the module in a column and a row is dark.</param>
    public static string Read(int size, Func<int, int, bool> dark)
    {
        var side = (size + (2 * QuietZone)) * PixelsPerModule;
        var pixels = new byte[side * side];
        for (var i = 0; i < pixels.Length; i++)
        {
            var (x, y) = ((i % side / PixelsPerModule) - QuietZone, (i / side / PixelsPerModule) - QuietZone);
            pixels[i] = x >= 0 && y >= 0 && x < size && y < size && dark(x, y) ? (byte)0 : White;
        }

        var reader = new BarcodeReaderGeneric { Options = { PossibleFormats = [BarcodeFormat.QR_CODE], PureBarcode = true } };
        var found = reader.Decode(new RGBLuminanceSource(pixels, side, side, RGBLuminanceSource.BitmapFormat.Gray8));
        Assert.NotNull(found);
        Assert.Equal("M", found.ResultMetadata[ResultMetadataType.ERROR_CORRECTION_LEVEL]);
        return found.Text;
    }
}
