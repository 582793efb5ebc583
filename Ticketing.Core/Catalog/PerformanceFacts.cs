using Ticketing.Core.Common;

namespace Ticketing.Core.Catalog;

/// <summary>
/// A performance with its event, venue and organization, as other features list it: a row of the view <c>catalog_performances</c>,
/// which has more columns for SQL.
/// </summary>
public sealed class PerformanceFacts
{
    public required PerformanceId Id { get; init; }

    public required EventId EventId { get; init; }

    public required OrganizationId OrganizationId { get; init; }

    /// <summary>See <see cref="Performance.CompiledPlanId"/>.</summary>
    public required string CompiledPlanId { get; init; }

    public required string OrganizationName { get; init; }

    public required string EventTitle { get; init; }

    public required string EventSlug { get; init; }

    /// <summary>See <see cref="Event.Category"/>.</summary>
    public required string EventCategory { get; init; }

    /// <summary>See <see cref="Event.ArtworkSeed"/>.</summary>
    public required int EventArtworkSeed { get; init; }

    public required string VenueName { get; init; }

    public required string City { get; init; }

    /// <summary>The venue's IANA zone.</summary>
    public required string TimeZone { get; init; }

    public required DateTimeOffset StartsAt { get; init; }

    public required DateTimeOffset EndsAt { get; init; }

    public required DateTimeOffset OnSaleAt { get; init; }
}
