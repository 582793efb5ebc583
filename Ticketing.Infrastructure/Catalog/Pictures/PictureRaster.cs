using SkiaSharp;
using Ticketing.Core.Catalog.Pictures;
using Ticketing.Core.Common;

namespace Ticketing.Infrastructure.Catalog.Pictures;

/// <summary>A re-encoded picture.</summary>
/// <param name="Name">Of its file: <c>960.webp</c>.</param>
internal sealed record PictureFile(string Name, byte[] Content);

/// <summary>An uploaded picture's size, as it is seen.</summary>
internal readonly record struct PictureSize(int Width, int Height);

/// <summary>
/// Reads uploaded pictures and encodes them again: WebP in each of <see cref="PictureSizes"/>, and the largest also as JPEG for link previews.
/// Only pixels are taken over, so no metadata and nothing that is hidden in the file. Takes up to some seconds of CPU time.
/// </summary>
internal static class PictureRaster
{
    private const int Quality = 82;

    // A narrow, high picture gets narrower instead of higher: WebP's limit is 16,383 pixels.
    private const int HeightFactorMax = 3;

    /// <summary>The size from the file's header, without decoding it.</summary>
    public static Outcome<PictureSize, PictureRefusal> Measure(byte[] file)
    {
        using var data = SKData.CreateCopy(file);
        using var codec = Open(file, data);
        if (codec is null)
        {
            return PictureRefusal.NotAPicture;
        }

        var (width, height) = (codec.Info.Width, codec.Info.Height);
        if ((long)width * height > UploadPicture.PixelsMax)
        {
            return PictureRefusal.TooLarge;
        }

        var seen = IsTurned(codec.EncodedOrigin) ? new PictureSize(height, width) : new PictureSize(width, height);
        return seen.Width < UploadPicture.WidthMin ? PictureRefusal.TooSmall : seen;
    }

    /// <summary>The files to store. Null: the picture is damaged.</summary>
    /// <param name="file">One that <see cref="Measure"/> accepts.</param>
    public static IReadOnlyList<PictureFile>? Encode(byte[] file)
    {
        using var data = SKData.CreateCopy(file);
        using var codec = Open(file, data);
        if (codec is null)
        {
            return null;
        }

        using var bitmap = Decode(codec);
        if (bitmap is null)
        {
            return null;
        }

        using var image = SKImage.FromBitmap(bitmap);
        var files = new List<PictureFile>();
        foreach (var width in PictureSizes.Widths)
        {
            using var picture = Draw(image, codec.EncodedOrigin, width);
            files.Add(new PictureFile(PictureKeys.WebP(width), Write(picture, SKEncodedImageFormat.Webp)));
            if (width == PictureSizes.Large)
            {
                files.Add(new PictureFile(PictureKeys.Preview, Write(picture, SKEncodedImageFormat.Jpeg)));
            }
        }

        return files;
    }

    // By the first bytes: the codec would also read formats that are not offered.
    private static SKCodec? Open(byte[] file, SKData data) => IsKnown(file) ? SKCodec.Create(data) : null;

    private static bool IsKnown(ReadOnlySpan<byte> file) =>
        file.StartsWith((ReadOnlySpan<byte>)[0xff, 0xd8, 0xff])
        || file.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a])
        || (file.Length > 12 && file.StartsWith("RIFF"u8) && file[8..].StartsWith("WEBP"u8));

    /// <summary>The pixels, in sRGB. JPEG and WebP are decoded at the smallest size that is large enough, which takes less memory.</summary>
    private static SKBitmap? Decode(SKCodec codec)
    {
        const int Steps = 8;
        var smaller = IsTurned(codec.EncodedOrigin) ? codec.Info.Height : codec.Info.Width;
        var steps = Math.Clamp((int)Math.Ceiling(Steps * (double)PictureSizes.Large / smaller), 1, Steps);
        var size = steps == Steps ? codec.Info.Size : codec.GetScaledDimensions(steps / (float)Steps);
        using var space = SKColorSpace.CreateSrgb();
        var bitmap = new SKBitmap();
        var info = new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Premul, space);
        // Incomplete: the file is cut off, and the rest would be grey.
        if (!bitmap.TryAllocPixels(info) || codec.GetPixels(info, bitmap.GetPixels()) != SKCodecResult.Success)
        {
            bitmap.Dispose();
            return null;
        }

        bitmap.SetImmutable();
        return bitmap;
    }

    /// <summary>The picture upright, on white where it is transparent, not larger than it is.</summary>
    private static SKImage Draw(SKImage image, SKEncodedOrigin origin, int widthMax)
    {
        var (width, height) = IsTurned(origin) ? (image.Height, image.Width) : (image.Width, image.Height);
        var scale = Math.Min(1, Math.Min((float)widthMax / width, (float)widthMax * HeightFactorMax / height));
        var (drawnWidth, drawnHeight) = (Math.Max(1, (int)Math.Round(width * scale)), Math.Max(1, (int)Math.Round(height * scale)));
        using var space = SKColorSpace.CreateSrgb();
        using var surface = SKSurface.Create(new SKImageInfo(drawnWidth, drawnHeight, SKColorType.Rgba8888, SKAlphaType.Opaque, space));
        var canvas = surface.Canvas;
        canvas.Clear(SKColors.White);
        canvas.Scale((float)drawnWidth / width, (float)drawnHeight / height);
        var upright = Upright(origin, image.Width, image.Height);
        canvas.Concat(in upright);
        canvas.DrawImage(image, 0, 0, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        return surface.Snapshot();
    }

    private static byte[] Write(SKImage picture, SKEncodedImageFormat format)
    {
        using var data = picture.Encode(format, Quality);
        return data.ToArray();
    }

    // Exif's orientations 5 to 8 swap width and height.
    private static bool IsTurned(SKEncodedOrigin origin) => origin
        is SKEncodedOrigin.LeftTop or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom or SKEncodedOrigin.LeftBottom;

    /// <summary>From the stored pixels to those that are seen: which corner of the stored ones is at the top left.</summary>
    private static SKMatrix Upright(SKEncodedOrigin origin, float width, float height) => origin switch
    {
        SKEncodedOrigin.TopRight => new SKMatrix(-1, 0, width, 0, 1, 0, 0, 0, 1),
        SKEncodedOrigin.BottomRight => new SKMatrix(-1, 0, width, 0, -1, height, 0, 0, 1),
        SKEncodedOrigin.BottomLeft => new SKMatrix(1, 0, 0, 0, -1, height, 0, 0, 1),
        SKEncodedOrigin.LeftTop => new SKMatrix(0, 1, 0, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightTop => new SKMatrix(0, -1, height, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightBottom => new SKMatrix(0, -1, height, -1, 0, width, 0, 0, 1),
        SKEncodedOrigin.LeftBottom => new SKMatrix(0, 1, 0, -1, 0, width, 0, 0, 1),
        _ => SKMatrix.Identity,
    };
}
