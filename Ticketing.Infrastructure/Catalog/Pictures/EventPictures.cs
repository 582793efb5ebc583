using Ticketing.Core.Common;

namespace Ticketing.Infrastructure.Catalog.Pictures;

public sealed class EventPictures
{
    public Task<bool> ExistsAsync(Guid id, OrganizationId organization, CancellationToken cancellationToken) =>
        Task.FromResult(id != Guid.Empty && organization != default && !cancellationToken.IsCancellationRequested);
}
