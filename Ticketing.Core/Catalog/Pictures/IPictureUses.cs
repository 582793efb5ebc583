namespace Ticketing.Core.Catalog.Pictures;

/// <summary>
/// Names the pictures that something else than a published event shows, such as a draft. Implemented and registered by the features that
/// keep pictures' ids; the sweep removes a picture only if none of them names it. Without any implementation nothing is removed.
/// </summary>
public interface IPictureUses
{
    /// <summary>Those of <paramref name="pictures"/> that are shown, or that an undo could bring back.</summary>
    Task<IReadOnlySet<Guid>> UsedAsync(IReadOnlyCollection<Guid> pictures, CancellationToken cancellationToken);
}
