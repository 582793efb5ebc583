using System.Collections.Concurrent;
using Ticketing.Core.Access;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;

namespace Ticketing.Infrastructure.Catalog.Venues;

/// <summary>Stand-in.</summary>
public sealed class OrganizationVenues
{
    private static readonly ConcurrentDictionary<VenueId, Venue> Known = new();

    public Task<IReadOnlyList<Venue>> ListAsync(OrganizationId organization, Caller caller, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Venue>>(caller.Runs(organization) ? [.. Known.Values.Where(venue => venue.OrganizationId == organization)] : []);

    public Task<Venue?> FindAsync(VenueId id, OrganizationId organization, CancellationToken cancellationToken) =>
        Task.FromResult(Known.TryGetValue(id, out var venue) && venue.OrganizationId == organization ? venue : null);

    public Task<Outcome<Venue, RefusedVenue>> HandleAsync(SaveVenue c, CancellationToken cancellationToken)
    {
        if (!c.Caller.Runs(c.Organization))
        {
            return Task.FromResult<Outcome<Venue, RefusedVenue>>(new RefusedVenue(VenueRefusal.NotFound, []));
        }

        if (string.IsNullOrWhiteSpace(c.Terms.Name))
        {
            return Task.FromResult<Outcome<Venue, RefusedVenue>>(
                new RefusedVenue(VenueRefusal.Invalid, [new VenueFault(nameof(VenueTerms.Name), "Enter a name.")]));
        }

        var id = c.Venue ?? VenueId.New();
        return Task.FromResult<Outcome<Venue, RefusedVenue>>(Known[id] = new Venue
        {
            Id = id, OrganizationId = c.Organization, Name = c.Terms.Name, Slug = id.ToString(), Street = c.Terms.Street ?? "",
            PostalCode = c.Terms.PostalCode ?? "", City = c.Terms.City ?? "", Country = c.Terms.Country ?? "DE",
            Latitude = c.Terms.Latitude ?? 0, Longitude = c.Terms.Longitude ?? 0, TimeZone = c.Terms.TimeZone ?? "Europe/Berlin",
        });
    }
}
