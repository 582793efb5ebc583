using System.Buffers.Binary;
using System.Text;
using SkiaSharp;

namespace Ticketing.Tests.Catalog.Pictures;

/// <summary>Pictures as cameras and programs write them.</summary>
internal static class SamplePictures
{
    /// <summary>What is in the metadata of <see cref="WithOrientation"/>, and must be in no stored file.</summary>
    public const string Secret = "Elsenstrasse 7, second floor";

    /// <summary>A picture whose quarters are red, green, blue and white: clockwise from the top left red, green, white, blue.</summary>
    public static byte[] Quarters(int width, int height, SKEncodedImageFormat format = SKEncodedImageFormat.Jpeg)
    {
        using var surface = SKSurface.Create(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        (SKColor Color, int Column, int Row)[] quarters = [(SKColors.Red, 0, 0), (SKColors.Lime, 1, 0), (SKColors.Blue, 0, 1), (SKColors.White, 1, 1)];
        foreach (var (color, column, row) in quarters)
        {
            using var paint = new SKPaint { Color = color };
            surface.Canvas.DrawRect(SKRect.Create(column * width / 2f, row * height / 2f, width / 2f, height / 2f), paint);
        }

        using var image = surface.Snapshot();
        using var data = image.Encode(format, 90);
        return data.ToArray();
    }

    /// <summary>A transparent PNG.</summary>
    public static byte[] Transparent(int width, int height)
    {
        using var surface = SKSurface.Create(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Premul));
        surface.Canvas.Clear(SKColors.Transparent);
        using var image = surface.Snapshot();
        using var data = image.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    /// <summary>A JPEG with Exif (TIFF 6.0): an orientation, and a description with <see cref="Secret"/>.</summary>
    public static byte[] WithOrientation(byte[] jpeg, ushort orientation)
    {
        var text = Encoding.ASCII.GetBytes(Secret + "\0");
        var tiff = new byte[8 + 2 + (2 * 12) + 4 + text.Length];
        "MM"u8.CopyTo(tiff);
        BinaryPrimitives.WriteUInt16BigEndian(tiff.AsSpan(2), 42);
        BinaryPrimitives.WriteUInt32BigEndian(tiff.AsSpan(4), 8);
        BinaryPrimitives.WriteUInt16BigEndian(tiff.AsSpan(8), 2);
        Entry(tiff.AsSpan(10), tag: 0x010e, type: 2, count: (uint)text.Length, value: 38);
        Entry(tiff.AsSpan(22), tag: 0x0112, type: 3, count: 1, value: (uint)orientation << 16);
        text.CopyTo(tiff, 38);

        byte[] payload = [.. "Exif\0\0"u8, .. tiff];
        var header = new byte[4];
        (header[0], header[1]) = (0xff, 0xe1);
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(2), (ushort)(payload.Length + 2));
        return [.. jpeg[..2], .. header, .. payload, .. jpeg[2..]];
    }

    /// <summary>A PNG whose header says that it has other dimensions, with a right checksum.</summary>
    public static byte[] WithDimensions(byte[] png, int width, int height)
    {
        var changed = png.ToArray();
        BinaryPrimitives.WriteInt32BigEndian(changed.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(changed.AsSpan(20), height);
        BinaryPrimitives.WriteUInt32BigEndian(changed.AsSpan(29), Crc(changed.AsSpan(12, 17)));
        return changed;
    }

    private static void Entry(Span<byte> at, ushort tag, ushort type, uint count, uint value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(at, tag);
        BinaryPrimitives.WriteUInt16BigEndian(at[2..], type);
        BinaryPrimitives.WriteUInt32BigEndian(at[4..], count);
        BinaryPrimitives.WriteUInt32BigEndian(at[8..], value);
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = 0xffffffff;
        foreach (var one in bytes)
        {
            crc ^= one;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xedb88320 : crc >> 1;
            }
        }

        return crc ^ 0xffffffff;
    }
}
