using Ticketing.Core.Common;

namespace Ticketing.Core.Catalog;

/// <summary>A venue with its address, coordinates and time zone.</summary>
public sealed class Venue
{
    public required VenueId Id { get; init; }

    public required OrganizationId OrganizationId { get; init; }

    public required string Name { get; set; }

    public required string Slug { get; set; }

    public required string Street { get; set; }

    public required string PostalCode { get; set; }

    public required string City { get; set; }

    /// <summary>ISO 3166-1 alpha-2.</summary>
    public required string Country { get; set; }

    /// <summary>WGS 84 degrees.</summary>
    public required double Latitude { get; set; }

    /// <summary>WGS 84 degrees.</summary>
    public required double Longitude { get; set; }

    /// <summary>The IANA time zone, e.g. <c>Europe/Berlin</c>.</summary>
    public required string TimeZone { get; set; }
}
