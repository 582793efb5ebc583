using System.Globalization;
using Ticketing.Core.Catalog.Artwork;

namespace Ticketing.Infrastructure.Catalog;

/// <summary>
/// Renders the wide artwork of events as PNG. Rendering takes tens of milliseconds of CPU time, so it is limited to published events, to
/// one at a time, and cached.
/// </summary>
public sealed class ArtworkPictures(CatalogLoader loader) : IDisposable
{
    private const int CacheMax = 64;

    private readonly SemaphoreSlim _rendering = new(1);
    private readonly Dictionary<string, byte[]> _cache = [];

    /// <summary>A picture of 1200 x 630 pixels, for link previews. Null if no published event has this artwork.</summary>
    public async Task<byte[]?> WideAsync(string seed, CancellationToken cancellationToken)
    {
        // As ArtworkPainter.SeedOf writes it: concert-7.
        var dash = seed.LastIndexOf('-');
        if (dash < 0 || !int.TryParse(seed.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || ArtworkPainter.SeedOf(seed[..dash], number) != seed
            || !await loader.HasArtworkAsync(seed[..dash], number, cancellationToken))
        {
            return null;
        }

        await _rendering.WaitAsync(cancellationToken);
        try
        {
            if (_cache.TryGetValue(seed, out var known))
            {
                return known;
            }

            if (_cache.Count >= CacheMax)
            {
                _cache.Clear();
            }

            return _cache[seed] = ArtworkRaster.Png(ArtworkPainter.Paint(seed, ArtworkFormat.Wide));
        }
        finally
        {
            _rendering.Release();
        }
    }

    public void Dispose() => _rendering.Dispose();
}
