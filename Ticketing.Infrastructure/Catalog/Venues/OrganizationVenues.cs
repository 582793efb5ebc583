using Microsoft.EntityFrameworkCore;
using Npgsql;
using Ticketing.Core.Access;
using Ticketing.Core.Catalog;
using Ticketing.Core.Catalog.Venues;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Limits;
using Ticketing.Infrastructure.Organizations;

namespace Ticketing.Infrastructure.Catalog.Venues;

/// <summary>
/// An organization's venues. A change reaches calendars and the search by triggers in its transaction: they raise the revision of the
/// performances at the venue. An advisory lock serialises venues of one name, so that each gets a slug; the unique index decides between
/// different names that lead to one slug, and the loser tries the next one.
/// </summary>
public sealed class OrganizationVenues(
    IDbContextFactory<TicketingDbContext> contexts, OrganizationContexts reads, CommandCounter limits, TimeProvider time)
{
    private const string SlugIndex = "ix_venues_slug";
    private const int AttemptsMax = 5;
    private const int ListedMax = 500;

    /// <summary>By name, at most 500. Empty for an organization whose sales the caller does not run.</summary>
    public async Task<IReadOnlyList<Venue>> ListAsync(OrganizationId organization, Caller caller, CancellationToken cancellationToken)
    {
        await using var db = reads.ForRunner(caller);
        return await db.Venues.AsNoTracking().Where(venue => venue.OrganizationId == organization)
            .OrderBy(venue => venue.Name).ThenBy(venue => venue.Slug).Take(ListedMax).ToListAsync(cancellationToken);
    }

    /// <summary>For code that has judged the caller. Null: the organization has no such venue.</summary>
    public async Task<Venue?> FindAsync(VenueId id, OrganizationId organization, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Venues.AsNoTracking()
            .SingleOrDefaultAsync(venue => venue.Id == id && venue.OrganizationId == organization, cancellationToken);
    }

    public async Task<Outcome<Venue, RefusedVenue>> HandleAsync(SaveVenue command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (!command.Caller.Runs(command.Organization))
        {
            return new RefusedVenue(VenueRefusal.NotFound);
        }

        if (!await limits.TryCountAsync(CommandLimits.PlaceChanges, command.Caller))
        {
            return new RefusedVenue(VenueRefusal.TooOften);
        }

        if (command.Terms.Faults() is { Count: > 0 } faults)
        {
            var position = command.Terms.IsWithoutPosition ? await FindCityAsync(command, cancellationToken) : null;
            return new RefusedVenue(VenueRefusal.Invalid, faults, position);
        }

        if (command.Venue is { } id)
        {
            return await ChangeAsync(command, id, cancellationToken);
        }

        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await AddAsync(command, cancellationToken);
            }
            catch (DbUpdateException taken) when (attempt < AttemptsMax
                && taken.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: SlugIndex })
            {
                // A concurrent venue with another name has taken the slug.
            }
        }
    }

    private async Task<Outcome<Venue, RefusedVenue>> AddAsync(SaveVenue command, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (!await OrganizationReader.ExistsAsync(db, command.Organization, cancellationToken))
        {
            return new RefusedVenue(VenueRefusal.NotFound);
        }

        var venue = command.Terms.ToVenue(command.Organization, await ChooseSlugAsync(db, command.Terms, cancellationToken));
        db.Add(venue);
        Log(db, "venue.added", venue, null, command);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return venue;
    }

    private async Task<Outcome<Venue, RefusedVenue>> ChangeAsync(SaveVenue command, VenueId id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM venues WHERE id = {id.Value} FOR NO KEY UPDATE", cancellationToken);
        var venue = await db.Venues.SingleOrDefaultAsync(
            venue => venue.Id == id && venue.OrganizationId == command.Organization, cancellationToken);
        if (venue is null)
        {
            return new RefusedVenue(VenueRefusal.NotFound);
        }

        var before = VenueTerms.Of(venue);
        if (command.Terms.TimeZone != before.TimeZone && await HasDatesAsync(db, id, cancellationToken))
        {
            // Dates are instants: their local times, which tickets and pages show, would change.
            return new RefusedVenue(VenueRefusal.Invalid, [new VenueFault(nameof(VenueTerms.TimeZone), VenueTerms.ZoneFixed)]);
        }

        command.Terms.ApplyTo(venue);
        if (VenueTerms.Of(venue) != before)
        {
            Log(db, "venue.changed", venue, before, command);
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        return venue;
    }

    private async Task<bool> HasDatesAsync(TicketingDbContext db, VenueId id, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return await db.Performances.AnyAsync(
            performance => performance.VenueId == id && performance.Status != PerformanceStatus.Cancelled
                // A postponed date is ahead, whenever its first time was.
                && (performance.EndsAt > now || performance.Status == PerformanceStatus.Postponed),
            cancellationToken);
    }

    // Of the organization's own venues, or of those that events have made public.
    private async Task<GeoPoint?> FindCityAsync(SaveVenue command, CancellationToken cancellationToken)
    {
        var (city, country, organization) = (TypedText.Line(command.Terms.City), command.Terms.Country, command.Organization);
        if (!TypedText.IsName(city, VenueTerms.CityLengthMax) || country is null || !CountryCodes.All.Contains(country))
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var events = EventVisibility.PublicEvents(db);
        var found = await db.Venues.AsNoTracking()
            .Where(venue => venue.Country == country && venue.City == city)
            .Where(venue => venue.OrganizationId == organization || db.Performances.Any(
                performance => performance.VenueId == venue.Id && events.Any(entry => entry.Id == performance.EventId)))
            .OrderByDescending(venue => venue.OrganizationId == organization).ThenBy(venue => venue.Slug)
            .Select(venue => new { venue.Latitude, venue.Longitude })
            .FirstOrDefaultAsync(cancellationToken);
        return found is null ? null : new GeoPoint(found.Latitude, found.Longitude);
    }

    private static async Task<string> ChooseSlugAsync(TicketingDbContext db, VenueTerms terms, CancellationToken cancellationToken)
    {
        var slug = terms.BaseSlug;
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({"venue " + slug}, 0))", cancellationToken);

        // Slugs have no characters that LIKE reads.
        var pattern = slug + "%";
        var taken = await db.Venues.Where(venue => EF.Functions.Like(venue.Slug, pattern)).Select(venue => venue.Slug)
            .ToListAsync(cancellationToken);
        return terms.ChooseSlug(taken.ToHashSet(StringComparer.Ordinal));
    }

    private void Log(TicketingDbContext db, string type, Venue venue, VenueTerms? before, SaveVenue command) => OrganizationLog.Add(
        db, type, venue.OrganizationId, new { id = venue.Id.Value, venue.Slug }, before, VenueTerms.Of(venue), command.Caller.Actor,
        time.GetDatabaseNow());
}
