using System.Collections.Concurrent;
using SkiaSharp;
using Ticketing.Core.Catalog.Artwork;
using Ticketing.Infrastructure.Catalog;

namespace Ticketing.Infrastructure.Tickets;

/// <summary>
/// The event's artwork, as its page shows it, for the top of printed tickets: darkened, so that white text on it has a contrast of at
/// least 4.5:1 whatever the artwork. Rendering takes tens of milliseconds, so that pictures are cached.
/// </summary>
internal static class TicketPicture
{
    public const int Width = 1100;
    public const int Height = 303;

    // 40 KB each. Mails after a load peak go through all events on sale in turn, so that fewer pictures than events would all be drawn anew.
    private const int CacheMax = 512;
    private const int Quality = 80;

    // White below it becomes a grey of 26 %: contrast to white 5.3:1.
    private static readonly SKColor Shade = new(12, 12, 20, 150);

    private static readonly ConcurrentDictionary<string, byte[]> Cache = new(StringComparer.Ordinal);

    /// <summary>A JPEG of <see cref="Width"/> by <see cref="Height"/> pixels.</summary>
    /// <param name="seed">See <see cref="ArtworkPainter"/>.</param>
    public static byte[] Of(string seed)
    {
        if (Cache.Count >= CacheMax && !Cache.ContainsKey(seed))
        {
            Cache.Clear();
        }

        return Cache.GetOrAdd(seed, Draw);
    }

    private static byte[] Draw(string seed)
    {
        using var artwork = ArtworkRaster.Image(ArtworkPainter.Paint(seed, ArtworkFormat.Wide));
        using var surface = SKSurface.Create(new SKImageInfo(Width, Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        // The middle of the artwork, over the whole width.
        var cut = artwork.Width * (float)Height / Width;
        surface.Canvas.DrawImage(
            artwork, SKRect.Create(0, (artwork.Height - cut) / 2, artwork.Width, cut), SKRect.Create(Width, Height),
            new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        using var shade = new SKPaint { Color = Shade };
        surface.Canvas.DrawRect(0, 0, Width, Height, shade);
        using var image = surface.Snapshot();
        using var jpeg = image.Encode(SKEncodedImageFormat.Jpeg, Quality);
        return jpeg.ToArray();
    }
}
