using Ticketing.Core.Access;

namespace Ticketing.Core.Analytics;

/// <summary>Rebuilds a projection from its data, in the background. Readers see the former one until it is done. Admins only.</summary>
/// <param name="Name">One of <see cref="Projection.All"/>.</param>
public sealed record RebuildProjection(string Name, Caller Caller);

public enum RebuildRefusal
{
    /// <summary>There is no such projection, or the caller is no admin.</summary>
    NotFound,

    /// <summary>It is being rebuilt, here or on another instance.</summary>
    AlreadyRunning,
}
