using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Catalog.Pictures;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Storage;

namespace Ticketing.Infrastructure.Catalog.Pictures;

/// <summary>
/// Opens pictures' files for browsers. An id is found by who was shown it: ids are random, and drafts' pictures are not listed anywhere.
/// </summary>
public sealed class PictureFiles(IDbContextFactory<TicketingDbContext> contexts, IObjectStore store)
{
    private const int KnownMax = 10_000;

    // A picture's organization never changes. Unknown ids are not kept: there are too many.
    private readonly ConcurrentDictionary<Guid, OrganizationId> _known = new();

    /// <summary>The file of a width in WebP; null: there is no such picture or width.</summary>
    /// <exception cref="ObjectStoreException">The object store is unavailable.</exception>
    public Task<StoredObject?> FindAsync(Guid id, int width, CancellationToken cancellationToken) =>
        PictureSizes.Widths.Contains(width) ? OpenAsync(id, PictureKeys.WebP(width), cancellationToken) : Task.FromResult<StoredObject?>(null);

    /// <summary>The file for link previews, in JPEG; null: there is no such picture.</summary>
    /// <exception cref="ObjectStoreException">The object store is unavailable.</exception>
    public Task<StoredObject?> FindPreviewAsync(Guid id, CancellationToken cancellationToken) => OpenAsync(id, PictureKeys.Preview, cancellationToken);

    private async Task<StoredObject?> OpenAsync(Guid id, string file, CancellationToken cancellationToken)
    {
        if (!_known.TryGetValue(id, out var organization))
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var found = await db.Pictures.Where(picture => picture.Id == id && picture.Status == PictureStatus.Ready)
                .Select(picture => picture.OrganizationId).ToListAsync(cancellationToken);
            if (found.Count == 0)
            {
                return null;
            }

            if (_known.Count >= KnownMax)
            {
                _known.Clear();
            }

            _known[id] = organization = found[0];
        }

        return await store.FindAsync(PictureKeys.Of(organization, id, file), cancellationToken);
    }
}
