using Ticketing.Core.Access;
using Ticketing.Core.Common;

namespace Ticketing.Core.Catalog.Venues;

/// <summary>Adds a venue to an organization, or changes one of its venues.</summary>
/// <param name="Venue">Null: a new one.</param>
public sealed record SaveVenue(OrganizationId Organization, VenueId? Venue, VenueTerms Terms, Caller Caller);

/// <summary>A venue that was not saved; nothing was changed.</summary>
/// <param name="Faults">Of <see cref="VenueRefusal.Invalid"/>.</param>
/// <param name="CityPosition">
/// Where another venue of the same city is, if the coordinates are missing: a position to start from. Null: none is known.
/// </param>
public sealed record RefusedVenue(VenueRefusal Reason, IReadOnlyList<VenueFault> Faults, GeoPoint? CityPosition = null)
{
    public RefusedVenue(VenueRefusal reason) : this(reason, [])
    {
    }
}

/// <summary>An invalid field of a venue.</summary>
/// <param name="Field">A property of <see cref="VenueTerms"/>.</param>
/// <param name="Sentence">English; also the resource key.</param>
public sealed record VenueFault(string Field, string Sentence);

public enum VenueRefusal
{
    /// <summary>The caller runs no such organization, or it has no such venue.</summary>
    NotFound,

    /// <summary>A field is invalid; see <see cref="RefusedVenue.Faults"/>.</summary>
    Invalid,

    /// <summary>The account has changed too much within a few minutes.</summary>
    TooOften,
}
