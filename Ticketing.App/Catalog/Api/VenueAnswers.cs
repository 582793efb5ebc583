using Ticketing.Core.Catalog;
using Ticketing.Core.Catalog.Venues;

namespace Ticketing.App.Catalog.Api;

/// <summary>Body of <c>POST …/venues</c> and <c>PUT …/venues/{venue}</c>.</summary>
/// <param name="PostalCode">May be empty where addresses have none.</param>
/// <param name="Country">ISO 3166-1, two letters.</param>
/// <param name="TimeZone">The IANA time zone of the place: <c>Europe/Berlin</c>. Fixed while the venue has dates.</param>
/// <param name="Latitude">Degrees, -90 to 90.</param>
/// <param name="Longitude">Degrees, -180 to 180.</param>
public sealed record VenueRequest(
    string Name, string Street, string PostalCode, string City, string Country, string TimeZone, double? Latitude = null,
    double? Longitude = null)
{
    public VenueTerms ToTerms() => new(Name, Street, PostalCode, City, Country, TimeZone, Latitude, Longitude);
}

/// <summary>A venue of an organization.</summary>
/// <param name="Slug">Its name in URLs.</param>
public sealed record OwnVenueAnswer(
    Guid Id, string Name, string Slug, string Street, string PostalCode, string City, string Country, double Latitude, double Longitude,
    string TimeZone)
{
    public static OwnVenueAnswer Of(Venue venue) => new(
        venue.Id.Value, venue.Name, venue.Slug, venue.Street, venue.PostalCode, venue.City, venue.Country, venue.Latitude, venue.Longitude,
        venue.TimeZone);
}

/// <param name="Next">Always null: the first 500 by name.</param>
public sealed record OwnVenuesAnswer(IReadOnlyList<OwnVenueAnswer> Items, string? Next);

/// <summary>A position to start from.</summary>
public sealed record CityPositionAnswer(double Latitude, double Longitude);
