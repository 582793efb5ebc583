using Ticketing.Core.Catalog.Pictures;
using Ticketing.Core.Common;

namespace Ticketing.Infrastructure.Catalog.Pictures;

/// <summary>Stand-in.</summary>
public sealed class EventPictures
{
    public Task<Outcome<Guid, PictureRefusal>> HandleAsync(UploadPicture c, CancellationToken cancellationToken) =>
        Task.FromResult<Outcome<Guid, PictureRefusal>>(c.Content.Length < 10 ? PictureRefusal.NotAPicture : Guid.CreateVersion7());

    public Task<bool> ExistsAsync(Guid id, OrganizationId organization, CancellationToken cancellationToken) => Task.FromResult(true);
}
