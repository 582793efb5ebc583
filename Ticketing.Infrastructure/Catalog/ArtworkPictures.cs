using Ticketing.Core.Catalog.Artwork;

namespace Ticketing.Infrastructure.Catalog;

/// <summary>
/// The wide artwork of events as PNG. Drawing takes tens of milliseconds, so it is done for artwork of published events only,
/// one at a time, and the last ones are kept.
/// </summary>
public sealed class ArtworkPictures(CatalogReader reader) : IDisposable
{
    private const int KeptMax = 64;

    private readonly SemaphoreSlim _turn = new(1);
    private readonly Dictionary<string, byte[]> _kept = [];

    /// <summary>1200 x 630, for link previews. Null: no event has this artwork.</summary>
    public async Task<byte[]?> WideAsync(string seed, CancellationToken cancellationToken)
    {
        var catalog = await reader.SnapshotAsync(cancellationToken);
        if (!catalog.Events.Any(happening => happening.Artwork == seed))
        {
            return null;
        }

        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_kept.TryGetValue(seed, out var known))
            {
                return known;
            }

            if (_kept.Count >= KeptMax)
            {
                _kept.Clear();
            }

            return _kept[seed] = ArtworkRaster.Png(ArtworkPainter.Paint(seed, ArtworkFormat.Wide));
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();
}
