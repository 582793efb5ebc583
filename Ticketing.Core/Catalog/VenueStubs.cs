using Ticketing.Core.Access;
using Ticketing.Core.Common;

namespace Ticketing.Core.Catalog;

/// <summary>Stand-in.</summary>
public sealed record VenueTerms(
    string? Name, string? Street, string? PostalCode, string? City, string? Country, string? TimeZone, double? Latitude, double? Longitude);

/// <summary>Stand-in.</summary>
public sealed record SaveVenue(OrganizationId Organization, VenueId? Venue, VenueTerms Terms, Caller Caller);

/// <summary>Stand-in.</summary>
public sealed record RefusedVenue(VenueRefusal Reason, IReadOnlyList<VenueFault> Faults, GeoPoint? CityPosition = null);

/// <summary>Stand-in.</summary>
public sealed record VenueFault(string Field, string Sentence);

/// <summary>Stand-in.</summary>
public enum VenueRefusal
{
    NotFound,
    Invalid,
    TooOften,
}

/// <summary>Stand-in.</summary>
public sealed record SeriesDate(DateTime Local, bool Moved);

/// <summary>Stand-in.</summary>
public enum SeriesRefusal
{
    Unreadable,
    NotSupported,
    TooMany,
    Endless,
    Empty,
}
